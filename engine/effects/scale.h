// SPDX-License-Identifier: MIT
// The scale on which a measure is analysed and the way back to what people read. Everything between
// effects/ and output/ is on the analysis scale; the way back is taken once, here.
#pragma once

#include <optional>
#include <string_view>

namespace weald {

/// How the analysis scale relates to the read scale.
struct Scale {
  std::string_view
      key;  ///< "identity", "log", "logit", "arcsine", "freeman-tukey", "fisher-z", "sqrt", …
  double (*shown)(
      double y,
      double n);  ///< analysis -> read; n is used by Freeman-Tukey alone (its harmonic mean)
  double (*analysed)(double shown);  ///< read -> analysis; NaN outside the domain
};

/// The rows, by key.
const Scale& identity_scale();
const Scale& log_scale();
const Scale& logit_scale();
const Scale& arcsine_scale();
const Scale& square_root_scale();
const Scale& fisher_scale();
const Scale& bonett_scale();              ///< -ln(1 - alpha)
const Scale& hakstian_whalen_scale();     ///< 1 - (1 - alpha)^(1/3)
const Scale& freeman_tukey_scale();       ///< proportions; inverse of Miller 1978
const Scale& freeman_tukey_rate_scale();  ///< rates; n is the harmonic mean of the person-times

}  // namespace weald
