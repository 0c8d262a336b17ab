#pragma once

#include "http/endpoint.hpp"

/// Pages of lists, newest first.
namespace frontrow::http::concert {

inline constexpr std::uint32_t page_length = 20;
inline constexpr std::uint32_t page_length_max = 100;

struct page_wish {
  std::uint32_t limit = page_length;
  std::string cursor; // what `next` of the page before said; empty: the newest
};

/// From ?limit= and ?cursor=.
verdict<page_wish, complaint> read_page(const request&);

complaint bad_cursor();

} // namespace frontrow::http::concert
