#pragma once

#include "actors/store/cloud_event.hpp"
#include "persistence/outbox/broker.hpp"

#include <map>
#include <set>
#include <vector>

namespace frontrow::test {

/// A broker with bad days.
class fake_broker final : public broker {
public:
  enum class mood : std::uint8_t {
    well,
    away,   // nothing is done
    mute,   // what is asked is done, and nobody hears of it
    resting // fails at once
  };

  std::string name(std::uint32_t partition) const override {
    return "fake:" + std::to_string(partition);
  }

  stream_end look(std::uint32_t) override {
    be_asked();
    stream_end end{.last = last, .newest = {}};
    if (!entries.empty()) {
      const auto& [id, what] = *entries.rbegin();
      end.newest = newest_entry{.position = what.position,
                                .type = std::string{type_of(what.what.is)},
                                .subject = subject_of(what.what),
                                .sequence = what.what.sequence};
    }
    return end;
  }

  append_result append(std::uint32_t, entry_id after, std::span<const entry> all) override {
    if (is == mood::away)
      throw broker_away{"away"};
    append_result result;
    if (after != last)
      result.how = append_result::ending::moved;
    else
      for (const auto& each : all) {
        if (refused.contains(subject_of(each.what.what))) {
          result.how = append_result::ending::refused;
          result.why = "ERR too big";
          break;
        }
        if (each.id <= last)
          throw std::logic_error{"ids must grow"};
        entries.emplace(each.id, each.what);
        last = each.id;
        ++result.appended;
      }
    if (is == mood::mute)
      throw broker_away{"no answer in time"};
    return result;
  }

  bool is_resting() const override { return is == mood::resting; }

  /// As FLUSHALL does.
  void forget() {
    entries.clear();
    last = {};
  }

  /// Forgets the newest entries, as a replica does that had not got them when it took over.
  void forget_after(entry_id id) {
    entries.erase(entries.upper_bound(id), entries.end());
    last = id;
  }

  std::vector<std::uint64_t> positions() const {
    std::vector<std::uint64_t> all;
    for (const auto& [id, what] : entries)
      all.push_back(what.position);
    return all;
  }

  mood is = mood::well;
  std::set<std::string> refused; // subjects
  std::map<entry_id, placed_event> entries;
  entry_id last;

private:
  void be_asked() const {
    if (is != mood::well)
      throw broker_away{"away"};
  }
};

} // namespace frontrow::test
