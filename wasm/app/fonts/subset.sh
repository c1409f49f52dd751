#!/usr/bin/env bash
# Makes the two font files beside it from Debian's fonts-inter (SIL Open Font License 1.1, see OFL.txt):
# the characters that the page shows, digits all of one width. Needs fonts-inter and python3-fonttools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

subset() {
  local source=/usr/share/fonts/opentype/inter/Inter-$1.otf target=inter-$2.otf
  /usr/bin/python3 - "$source" "$target" <<'PYTHON'
import sys
from fontTools import subset
from fontTools.ttLib import TTFont

source, target = sys.argv[1:]
font = TTFont(source, recalcTimestamp=False)
# Digits all of one width (the feature "tnum") take the place of the plain ones: Dear ImGui knows no such features.
layout = font["GSUB"].table
lookups = {i for r in layout.FeatureList.FeatureRecord if r.FeatureTag == "tnum" for i in r.Feature.LookupListIndex}
tabular = {}
for i in lookups:
    for table in layout.LookupList.Lookup[i].SubTable:
        tabular.update(getattr(table, "ExtSubTable", table).mapping)
for table in font["cmap"].tables:
    for code in [*range(0x30, 0x3A), ord("%"), ord("."), ord(",")]:
        if code in table.cmap:
            table.cmap[code] = tabular.get(table.cmap[code], table.cmap[code])
options = subset.Options()
options.layout_features = []
options.hinting = False
options.desubroutinize = True
options.name_IDs = [0, 1, 2, 13, 14]
options.drop_tables += ["GPOS", "GSUB", "GDEF", "STAT", "DSIG"]
worker = subset.Subsetter(options)
worker.populate(unicodes=[*range(0x20, 0x7F), 0xB1, 0xB7, 0xD7, 0x2013, 0x2014, 0x2019, 0x2026, 0x2212])
worker.subset(font)
font.save(target)
PYTHON
}
subset Regular regular
subset SemiBold semibold
