# SPDX-License-Identifier: MIT
# The peer's times, in the same run as ours: prints `name microseconds`, medians. Needs r-cran-metafor.
suppressMessages(library(metafor))
table <- read.csv("tests/oracle/tables/bcg.csv")
es <- escalc("RR", ai = ai, bi = bi, ci = ci, di = di, data = table)

median_us <- function(f, times) {
  f()
  t <- numeric(times)
  for (i in seq_len(times)) t[i] <- system.time(f(), gcFirst = FALSE)[["elapsed"]]
  1e6 * median(t)
}
# One call is near the clock's resolution of a millisecond, so ten are timed at once.
fit_all <- function() for (i in 1:10) {
  fit <- rma(yi, vi, data = es, method = "REML", test = "knha")
  predict(fit)
  confint(fit)
}
cat("fit_k13", median_us(fit_all, 15) / 10, "\n")
set.seed(1)
k <- 1000
v <- exp(rnorm(k, -2, 1)); y <- rnorm(k, 0, sqrt(v + 0.1))
cat("reml_k1000", median_us(function() rma(y, v, method = "REML"), 3), "\n")
