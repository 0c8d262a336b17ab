#include "config/option_rows.hpp"

namespace frontrow::config {

std::vector<option> cluster_options() {
  return {
      row("cluster.listen", at<&settings::cluster, &cluster_settings::listen>,
          "Address and port for the other nodes of a cluster; empty: this server is alone. Not on "
          "all addresses without TLS; port 0 lets the system pick one."),
      row("cluster.advertise", at<&settings::cluster, &cluster_settings::advertise>,
          "The same as other nodes reach it; empty: as it listens."),
      row("cluster.name", at<&settings::cluster, &cluster_settings::name>,
          "Name of this node, no other's; empty: the host's name."),
      row("cluster.url", at<&settings::cluster, &cluster_settings::url>,
          "Where clients reach this node, as others may say; empty: as it listens."),
      row("cluster.lease", at<&settings::cluster, &cluster_settings::lease>,
          "How long a node owns what it owns without being heard of.",
          {.least = 500, .most = minute}),
      row("cluster.heartbeat", at<&settings::cluster, &cluster_settings::heartbeat>,
          "How often it is heard of; at most a third of the lease.",
          {.least = 50, .most = 20 * second}),
      row("cluster.silence", at<&settings::cluster, &cluster_settings::silence>,
          "How long another node may be silent, or leave a question to itself unanswered, before "
          "it counts as lost.",
          {.least = 200, .most = minute}),
      row("cluster.calls_max", at<&settings::cluster, &cluster_settings::calls_max>,
          "Questions under way to one other node; more are refused at once.",
          {.least = 1, .most = 1'000'000}),
      row("cluster.authority", at<&settings::cluster, &cluster_settings::authority>,
          "PEM file of the certificates that nodes believe (frontrow cluster cert makes it)."),
      row("cluster.certificate", at<&settings::cluster, &cluster_settings::certificate>,
          "PEM file of this node's certificate."),
      row("cluster.key", at<&settings::cluster, &cluster_settings::key>,
          "PEM file of the certificate's key, without a passphrase."),
  };
}

} // namespace frontrow::config
