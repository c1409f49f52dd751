# Writes INPUT as the C++ function NAME() into OUTPUT; see font_data.h.
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"fonts/font_data.h\"

namespace sgan::app {
namespace {
constexpr unsigned char kBytes[] = {${bytes}};
}
FontFile ${NAME}() { return {kBytes, sizeof kBytes}; }
}  // namespace sgan::app
")
