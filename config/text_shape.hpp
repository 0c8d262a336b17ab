#pragma once

#include <string_view>

/// What a text must look like. Each gives the right shape in words when the text has another, and
/// nothing when it is right.
namespace frontrow::config {

using text_shape = std::string_view(std::string_view);

/// An IPv4 or IPv6 address.
text_shape address_shape;
/// An address, or a block of them such as `10.0.0.0/8`.
text_shape block_shape;
/// `UTC`, or an offset such as `+09:00` within fourteen hours.
text_shape zone_shape;
/// The name of an HTTP header.
text_shape header_shape;
/// `*`, or scheme, host and port, such as `https://tickets.example`.
text_shape origin_shape;
/// At least 16 visible ASCII characters: it travels in a header and must not be guessed.
text_shape token_shape;
/// So many a second, minute or hour, such as `20/s`.
text_shape rate_shape;
/// Anything but nothing.
text_shape filled_shape;

} // namespace frontrow::config
