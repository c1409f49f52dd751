#pragma once

// Dear ImGui's build options (IMGUI_USER_CONFIG).
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_METRICS_WINDOW
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
// A long drawing has more vertices than 16 bits count, and WebGL2 has 32-bit indices.
#define ImDrawIdx unsigned int
