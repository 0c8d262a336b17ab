#include "actors/schedule/printed_hall.hpp"

#include "actors/schedule/hall.hpp"

#include <charconv>

namespace frontrow {

namespace {

void append(std::string& out, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

std::string quoted(const std::string& text) {
  constexpr auto hex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    } else {
      out += c;
    }
  }
  return out += '"';
}

const char* status_of(seat_row::phase is) {
  switch (is) {
  case seat_row::phase::open:
    return "AVAILABLE";
  case seat_row::phase::held:
    return "HELD";
  case seat_row::phase::sold:
    break;
  }
  return "SOLD";
}

void print_fcfs(std::string& out, const seat_row& s) {
  out += R"({"id":)";
  append(out, raw(s.seat));
  out += s.is == seat_row::phase::open ? R"(,"status":false})" : R"(,"status":true})";
}

void print_concert(std::string& out, const seat_row& s, const seat_place& where,
                   const std::string& section) {
  out += R"({"seatId":)";
  append(out, raw(s.seat));
  out += R"(,"seatNumber":)";
  append(out, raw(s.seat));
  out += R"(,"section":)";
  out += section;
  out += R"(,"row":)";
  append(out, where.row);
  out += R"(,"price":)";
  append(out, static_cast<std::uint64_t>(where.price));
  out += R"(,"status":")";
  out += status_of(s.is);
  out += "\"}";
}

} // namespace

printed_hall::printed_hall(const schedule_row& facts, std::uint32_t seats) {
  for (const auto& section : facts.sections)
    section_names_.push_back(quoted(section.name));
  const auto pieces = (seats + seats_per_piece - 1) / seats_per_piece;
  concert_.pieces.resize(pieces);
  fcfs_.pieces.resize(pieces);
}

void printed_hall::touch(seat_id seat) {
  const auto piece = (raw(seat) - 1) / seats_per_piece;
  for (auto* f : {&concert_, &fcfs_}) {
    f->pieces[piece] = nullptr;
    f->whole = nullptr;
  }
}

printed_seats printed_hall::read(bool as_fcfs, const schedule_row& facts,
                                 std::span<const seat_row> rows) {
  auto& f = as_fcfs ? fcfs_ : concert_;
  if (f.whole)
    return f.whole;
  for (std::uint32_t i = 0; i < f.pieces.size(); ++i)
    if (!f.pieces[i])
      f.pieces[i] = std::make_shared<const std::string>(print(as_fcfs, i, facts, rows));
  f.whole = std::make_shared<const std::vector<std::shared_ptr<const std::string>>>(f.pieces);
  return f.whole;
}

std::string printed_hall::print(bool as_fcfs, std::uint32_t piece, const schedule_row& facts,
                                std::span<const seat_row> rows) const {
  const auto begin = std::size_t{piece} * seats_per_piece;
  const auto end = std::min<std::size_t>(begin + seats_per_piece, rows.size());
  std::string out;
  out.reserve((end - begin) * (as_fcfs ? 28 : 104));
  for (auto i = begin; i < end; ++i) {
    if (i != begin)
      out += ',';
    if (as_fcfs) {
      print_fcfs(out, rows[i]);
    } else {
      const auto where = find_place(facts, rows[i].seat);
      print_concert(out, rows[i], where, section_names_[where.section]);
    }
  }
  out.shrink_to_fit();
  return out;
}

} // namespace frontrow
