#include "work/report_tabs.h"

namespace sgan::app {
namespace {

Json lookalikes_json(const LookalikeState& like) {
  return {{"busy", like.busy}, {"tried", like.tried}, {"found", like.found()}, {"distances", like.distances}};
}

Json challenge_json(const Challenge& challenge) {
  Json json = {{"open", challenge.open},         {"asked", nullptr},
               {"right", challenge.right()},     {"wrong", challenge.wrong()},
               {"streak", challenge.streak()},   {"bestStreak", challenge.best_streak()},
               {"seconds", challenge.seconds()}, {"answers", Json::array()}};
  if (challenge.asking()) json["asked"] = challenge.asked();
  for (const ChallengeAnswer& answer : challenge.answers) {
    Json one = {{"asked", answer.asked}, {"read", nullptr}, {"right", answer.right()}};
    if (answer.read && !answer.read->rejected) one["read"] = answer.read->digit;
    json["answers"].push_back(one);
  }
  return json;
}

}  // namespace

Json draw_json(const DrawState& draw) {
  const Verdict none;
  const Verdict* verdict = draw.shown_verdict();
  Json json = {{"strokes", draw.ink.size()},
               {"points", count_points(draw.ink)},
               {"tool", draw.tool == PenTool::kPen ? "pen" : "eraser"},
               {"brush", draw.brush},
               {"canUndo", draw.history.can_undo()},
               {"canRedo", draw.history.can_redo()},
               {"digit", nullptr},
               {"probs", verdict != nullptr ? verdict->probs : none.probs},
               {"validity", nullptr},
               {"rejected", false}};
  if (verdict != nullptr) {
    json["digit"] = verdict->digit;
    json["validity"] = verdict->validity;
    json["rejected"] = verdict->rejected;
  }
  json["like"] = lookalikes_json(draw.like);
  json["challenge"] = challenge_json(draw.challenge);
  return json;
}

}  // namespace sgan::app
