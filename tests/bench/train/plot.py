"""Loss curves as a small SVG, readable without scripts or fonts of its own."""

import html
import math

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, BOTTOM, GAP = 46, 20, 54, 36, 56
LEGEND = 18  # its line
COLORS = ("#666666", "#1f77b4", "#d95f02", "#1b9e77")


def ticks(low, high, count=5):
    """About `count` round numbers that cover low .. high."""
    raw = (high - low) / count or 1.0
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    first = math.floor(low / step)
    return [round(i * step, 10) for i in range(first, math.ceil(high / step) + 1)]


class Panel:
    """One set of axes."""

    def __init__(self, title, index, lines, size):
        self.title, self.lines, self.size = title, lines, size
        self.width = (WIDTH - LEFT - RIGHT - GAP) / 2
        self.x0 = LEFT + index * (self.width + GAP)
        values = [value for line in lines for value in line]
        self.y_ticks = ticks(min(values), max(values))
        self.x_ticks = ticks(0, size * max(map(len, lines)), 4)

    def x(self, step):
        return self.x0 + self.width * step / self.x_ticks[-1]

    def y(self, value):
        low, high = self.y_ticks[0], self.y_ticks[-1]
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)

    def draw(self):
        bottom = HEIGHT - BOTTOM
        parts = [f'<text x="{self.x0:.1f}" y="{TOP - 12}" font-weight="bold">{html.escape(self.title)}</text>']
        for value in self.y_ticks:
            y = self.y(value)
            parts.append(f'<path d="M{self.x0:.1f} {y:.1f}h{self.width:.1f}" stroke="#dddddd"/>'
                         f'<text x="{self.x0 - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
        for step in self.x_ticks:
            parts.append(f'<text x="{self.x(step):.1f}" y="{bottom + 16}" text-anchor="middle">{step:g}</text>')
        parts.append(f'<text x="{self.x0 + self.width / 2:.1f}" y="{HEIGHT - 4}" text-anchor="middle">step</text>')
        for line, color in zip(self.lines, COLORS):
            points = " ".join(f"{self.x((i + 0.5) * self.size):.1f},{self.y(value):.1f}" for i, value in enumerate(line))
            parts.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="1.6"/>')
        return parts


def loss_curves(names, d_curves, g_curves, size):
    """names: of the engines; d_curves, g_curves: for each the mean loss of consecutive windows of `size` steps"""
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">',
             f'<title>Mean losses of {size} steps each</title>', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    for index, (title, curves) in enumerate((("loss of D", d_curves), ("loss of G", g_curves))):
        parts += Panel(title, index, curves, size).draw()
    for i, (name, color) in enumerate(zip(names, COLORS)):
        x = LEFT + i * 180
        parts.append(f'<path d="M{x} {LEGEND - 4}h18" stroke="{color}" stroke-width="3"/>'
                     f'<text x="{x + 24}" y="{LEGEND}">{html.escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])
