#include "cluster/transport/tls_papers.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace frontrow {

namespace {

constexpr long life = 3650L * 24 * 3600;
constexpr long leeway = 24L * 3600; // clocks differ
constexpr std::size_t name_max = 64;

struct free_ssl {
  void operator()(EVP_PKEY* x) const { EVP_PKEY_free(x); }
  void operator()(X509* x) const { X509_free(x); }
  void operator()(BIO* x) const { BIO_free(x); }
  void operator()(X509_EXTENSION* x) const { X509_EXTENSION_free(x); }
};
using key_ptr = std::unique_ptr<EVP_PKEY, free_ssl>;
using paper_ptr = std::unique_ptr<X509, free_ssl>;
using bio_ptr = std::unique_ptr<BIO, free_ssl>;

struct identity {
  key_ptr key;
  paper_ptr paper;
};

void check(bool is_done) {
  if (!is_done)
    throw std::runtime_error{std::string{"cannot make certificates: "}
                             + ERR_reason_error_string(ERR_peek_last_error())};
}

std::string text_of(BIO* from) {
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(from, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

/// A file that was not there, for its owner's eyes alone.
void write_new(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const bool is_written = file >= 0 && write(file, text.data(), text.size()) == ssize_t(text.size())
                          && fsync(file) == 0;
  const std::string why = std::strerror(errno);
  if (file >= 0)
    close(file);
  if (!is_written)
    throw std::runtime_error{"cannot write " + path + ": " + why};
}

void keep(const std::string& stem, const identity& made) {
  const bio_ptr key{BIO_new(BIO_s_mem())};
  const bio_ptr paper{BIO_new(BIO_s_mem())};
  check(PEM_write_bio_PrivateKey(key.get(), made.key.get(), nullptr, nullptr, 0, nullptr, nullptr)
        == 1);
  check(PEM_write_bio_X509(paper.get(), made.paper.get()) == 1);
  write_new(stem + ".key", text_of(key.get()));
  write_new(stem + ".pem", text_of(paper.get()));
}

void extend(X509* paper, X509* issuer, int what, const char* value) {
  X509V3_CTX with;
  X509V3_set_ctx(&with, issuer, paper, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, free_ssl> made{
      X509V3_EXT_conf_nid(nullptr, &with, what, value)};
  check(made != nullptr && X509_add_ext(paper, made.get(), -1) == 1);
}

void number(X509* paper) {
  std::uint64_t serial = 0;
  check(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
  check(ASN1_INTEGER_set_uint64(X509_get_serialNumber(paper), (serial >> 1) | 1) == 1);
}

/// @param authority Null: it signs itself, and others.
identity make(const std::string& name, const identity* authority) {
  identity made{key_ptr{EVP_EC_gen("P-256")}, paper_ptr{X509_new()}};
  auto* paper = made.paper.get();
  check(made.key != nullptr && paper != nullptr);
  auto* issuer = authority == nullptr ? paper : authority->paper.get();
  check(X509_set_version(paper, X509_VERSION_3) == 1);
  number(paper);
  check(X509_gmtime_adj(X509_getm_notBefore(paper), -leeway) != nullptr);
  check(X509_gmtime_adj(X509_getm_notAfter(paper), life) != nullptr);
  check(X509_set_pubkey(paper, made.key.get()) == 1);
  check(X509_NAME_add_entry_by_txt(X509_get_subject_name(paper), "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(name.data()),
                                   static_cast<int>(name.size()), -1, 0)
        == 1);
  check(X509_set_issuer_name(paper, X509_get_subject_name(issuer)) == 1);
  extend(paper, issuer, NID_subject_key_identifier, "hash");
  extend(paper, issuer, NID_basic_constraints,
         authority == nullptr ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE");
  extend(paper, issuer, NID_key_usage,
         authority == nullptr ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  if (authority != nullptr) {
    extend(paper, issuer, NID_authority_key_identifier, "keyid");
    extend(paper, issuer, NID_ext_key_usage, "serverAuth,clientAuth");
  }
  check(X509_sign(paper, (authority == nullptr ? made : *authority).key.get(), EVP_sha256()) != 0);
  return made;
}

identity read(const std::string& stem) {
  const bio_ptr key{BIO_new_file((stem + ".key").c_str(), "r")};
  const bio_ptr paper{BIO_new_file((stem + ".pem").c_str(), "r")};
  identity found;
  if (key && paper) {
    found.key.reset(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr));
    found.paper.reset(PEM_read_bio_X509(paper.get(), nullptr, nullptr, nullptr));
  }
  if (!found.key || !found.paper)
    throw std::runtime_error{"cannot read the authority's " + stem + ".key and .pem"};
  return found;
}

bool is_name(const std::string& name) {
  return !name.empty() && name.size() <= name_max && name != "authority" && name.front() != '.'
         && name.front() != '-' && std::all_of(name.begin(), name.end(), [](unsigned char each) {
              return std::isalnum(each) != 0 || each == '-' || each == '_' || each == '.';
            });
}

} // namespace

void make_peer_papers(const std::string& folder, const std::vector<std::string>& names) {
  for (const auto& name : names)
    if (!is_name(name))
      throw std::runtime_error{"'" + name + "' is no name for a node: letters, digits, - _ ."};
  std::error_code wrong;
  std::filesystem::create_directories(folder, wrong);
  if (wrong)
    throw std::runtime_error{"cannot make " + folder + ": " + wrong.message()};
  ERR_clear_error();
  const auto stem = folder + "/authority";
  const bool is_there
      = access((stem + ".key").c_str(), F_OK) == 0 || access((stem + ".pem").c_str(), F_OK) == 0;
  if (!is_there)
    keep(stem, make("Frontrow nodes", nullptr));
  const auto authority = read(stem);
  for (const auto& name : names)
    keep(folder + '/' + name, make(name, &authority));
}

} // namespace frontrow
