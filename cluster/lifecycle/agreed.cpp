#include "cluster/lifecycle/agreed.hpp"

#include <array>
#include <sstream>

#include <openssl/sha.h>

namespace frontrow::cluster {

namespace {

std::string digest(const std::string& secret) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> sum{};
  SHA256(reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), sum.data());
  std::ostringstream text;
  for (std::size_t n = 0; n < 8; ++n)
    text << std::hex << (sum[n] >> 4) << (sum[n] & 15);
  return text.str();
}

} // namespace

std::string agreed(const settings& all) {
  std::ostringstream text;
  text << "queue.secret = digest " << digest(all.queue.secret) << '\n'
       << "operator_token = digest " << digest(all.operator_token) << '\n'
       << "auth = " << all.auth << '\n'
       << "time_zone = " << all.time_zone << '\n'
       << "reservation.hold = " << all.reservation.hold.count() << '\n'
       << "answer_life = " << all.answer_life.count() << '\n'
       << "queue.tick = " << all.queue.tick.count() << '\n'
       << "queue.batch = " << all.queue.batch << '\n'
       << "queue.token_life = " << all.queue.token_life.count() << '\n'
       << "queue.session_life = " << all.queue.session_life.count() << '\n'
       << "queue.claim = " << all.queue.claim.count() << '\n'
       << "queue.return_time = " << all.queue.return_time.count() << '\n'
       << "fcfs.schedule = " << all.fcfs.schedule << '\n'
       << "fcfs.guard_by_ip = " << all.fcfs.guard_by_ip << '\n'
       << "fcfs.user_ttl = " << all.fcfs.user_ttl.count() << '\n'
       << "redis = " << all.redis.host << ':' << all.redis.port << '/' << all.redis.database << '/'
       << all.redis.prefix << '\n'
       << "postgres.writers = " << all.postgres.writers << '\n'
       << "cluster.lease = " << all.cluster.lease.count() << '\n';
  return text.str();
}

} // namespace frontrow::cluster
