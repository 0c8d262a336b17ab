#include "persistence/registry/admission.hpp"

#include <algorithm>
#include <optional>

namespace frontrow {

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

/// The lines of `all` that `others` have not.
std::string only_in(const std::vector<std::string>& all, const std::vector<std::string>& others) {
  std::string text;
  for (const auto& one : all)
    if (std::ranges::find(others, one) == others.end())
      text += (text.empty() ? "" : ", ") + one;
  return text.empty() ? "nothing" : text;
}

std::string difference(const node_facts& who, const node_facts& other) {
  const auto here = lines_of(who.agreed);
  const auto there = lines_of(other.agreed);
  return "what all nodes must have in common is different in node " + other.name + " ("
         + other.address + "): here " + only_in(here, there) + "; there " + only_in(there, here);
}

/// Not one that was just given back: what its last holder made may still be under way.
std::uint32_t free_number(const std::vector<member>& living, node_id id) {
  for (std::uint32_t n = 0; n < node_number_max; ++n) {
    const auto number = static_cast<std::uint32_t>((raw(id) + n) % node_number_max + 1);
    if (std::ranges::find(living, number, &member::number) == living.end())
      return number;
  }
  return 0;
}

} // namespace

joined admit(const node_facts& who, const std::vector<member>& living,
             const std::vector<node_id>& late, node_id id) {
  joined answer;
  for (const auto& other : living)
    if (other.is.name == who.name) {
      answer.why_not = "a living node is called " + who.name + " already (" + other.is.address
                       + "); when it is this one's last life, its lease ends soon";
      answer.may_retry = true;
      return answer;
    }
  answer.may_retry = true;
  for (const auto& other : living)
    if (other.is.agreed != who.agreed) {
      answer.why_not = difference(who, other.is);
      answer.may_retry &= std::ranges::find(late, other.id) != late.end();
    }
  if (!answer.why_not.empty())
    return answer;
  answer.may_retry = false;
  answer.number = free_number(living, id);
  if (answer.number == 0)
    answer.why_not = "the cluster has as many nodes as there can be";
  else
    answer.id = id;
  return answer;
}

} // namespace frontrow
