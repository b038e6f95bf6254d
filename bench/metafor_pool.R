# SPDX-License-Identifier: MIT
# The peer's whole process for `weald pool` on the BCG trials: load, effect sizes, REML, HK, prediction, intervals.
suppressMessages(library(metafor))
es <- escalc("RR", ai = ai, bi = bi, ci = ci, di = di, data = read.csv("tests/oracle/tables/bcg.csv"))
fit <- rma(yi, vi, data = es, method = "REML", test = "knha")
print(fit); print(predict(fit, transf = exp)); print(confint(fit))
