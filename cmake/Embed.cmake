# Writes a source file that holds text files as constants, run as a script when building:
#
#   cmake -D OUTPUT=<file> -D HEADER=<header> -D NAMESPACE=<a::b> -D "FILES=<name>=<path>,…"
#         -P Embed.cmake

# Long texts are matched piece by piece: one regular expression over all of it is slow.
set(piece_length 8000)

set(source "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n")
string(REPLACE "," ";" entries "${FILES}")
foreach(entry IN LISTS entries)
  string(REGEX MATCH "^([^=]+)=(.+)$" matched "${entry}")
  set(name ${CMAKE_MATCH_1})
  set(path ${CMAKE_MATCH_2})
  file(READ "${path}" bytes HEX)
  string(LENGTH "${bytes}" digits)
  math(EXPR size "${digits} / 2")
  string(APPEND source "\nstatic constexpr char ${name}_bytes[] = {\n")
  set(at 0)
  while(at LESS digits)
    string(SUBSTRING "${bytes}" ${at} ${piece_length} piece)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," piece "${piece}")
    string(APPEND source "${piece}\n")
    math(EXPR at "${at} + ${piece_length}")
  endwhile()
  string(APPEND source "};\nconst std::string_view ${name}{${name}_bytes, ${size}};\n")
endforeach()
string(APPEND source "\n} // namespace ${NAMESPACE}\n")
file(WRITE "${OUTPUT}" "${source}")
