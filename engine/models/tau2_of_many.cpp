// SPDX-License-Identifier: MIT
#include "engine/models/tau2_of_many.h"

#include "engine/expects.h"
#include "engine/models/key.h"

namespace weald {

Tau2OfMany::Tau2OfMany(const Eigen::VectorXd& v, double upper, const PoolOptions& options) {
  if (options.model == Model::common) return;
  if (options.fixed_tau2) {
    fixed_ = *options.fixed_tau2;
    return;
  }
  estimator_ = options.tau2;
  EXPECTS(estimator_ != nullptr);
  if (estimator_->likelihood)
    grid_.emplace(v, upper,
                  same_key(estimator_->key, "REML") ? LikelihoodKind::REML : LikelihoodKind::ML);
}

double Tau2OfMany::tau2(const LikelihoodGrid::Sums* sums, MomentsOf& sample,
                        LikelihoodGrid::Scratch& scratch) const {
  if (estimator_ == nullptr) return fixed_;
  if (sample.k() < 2) return 0;
  return grid_ ? grid_->tau2(*sums, sample, scratch) : estimator_->estimate(sample.sample()).value;
}

}  // namespace weald
