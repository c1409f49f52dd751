#pragma once
// See ../../README.md. Never created or called here.

namespace gloo::transport {

class Device;
class UnboundBuffer;

}  // namespace gloo::transport
