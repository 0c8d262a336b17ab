#include "config/option_parts.hpp"

namespace frontrow::config {

std::vector<option> door_options() {
  return {{.name = "listen", .in = [](settings & s) -> auto& {return s.listen;
}
, .help = "Address that the public port listens on.", .shape = address_shape
} // namespace frontrow::config
, {.name = "port", .in = [](settings & s) -> auto& {return s.port;
} // namespace frontrow::config
, .help = "The public port, the gateway; 0 lets the system pick one.", .most = port_most,
  .borrowed
  = { {"GATEWAY_EXTERNAL_PORT"} }
}
, {.name = "app_listen", .in = [](settings & s) -> auto& {return s.app_listen;
}
, .help = "Address that the back-end port listens on.", .shape = address_shape
}
, {.name = "app_port", .in = [](settings & s) -> auto& {return s.app_port;
}
, .help = "The bare back end behind somebody else's gateway; 0 turns it off.", .most = port_most,
  .borrowed
  = { {"APP_PORT"} }
}
, {.name = "admin_listen", .in = [](settings & s) -> auto& {return s.admin_listen;
}
, .help = "Address that the operators' port listens on.", .shape = address_shape
}
, {.name = "admin_port", .in = [](settings & s) -> auto& {return s.admin_port;
}
, .help = "A port of their own for operators' calls and metrics; 0: they stay on the public one.",
  .most = port_most
}
,
}
;
}

std::vector<option> tls_options() {
  return {{.name = "tls.certificate", .in = [](settings & s) -> auto& {return s.tls.certificate;
}
, .help
  = "PEM file of the certificate and its chain: the public port speaks TLS; empty: it does not."
}
, {.name = "tls.key", .in = [](settings & s) -> auto& {return s.tls.key;
}
, .help = "PEM file of the certificate's key, without a passphrase."
}
, {.name = "tls.hsts", .in = [](settings & s) -> auto& {return s.tls.hsts;
}
, .help = "How long browsers insist on TLS once they were here (HSTS); 0: they are told nothing.",
  .most = 2 * 8760 * hour
}
,
}
;
}

} // namespace frontrow::config
