#pragma once
// Included by LibTorch's ProcessGroupGloo.hpp, which needs nothing from it. See ../README.md.
