# SPDX-License-Identifier: MIT
# The peer's times for sensitivity and small-study effects, in the same run as ours: prints `name microseconds`, medians;
# what takes half a minute runs once. Argument: the table of 100 studies that our program printed. Needs r-cran-metafor.
suppressMessages(library(metafor))
table <- read.csv("tests/oracle/tables/bcg.csv")
bcg <- escalc("RR", ai = ai, bi = bi, ci = ci, di = di, data = table)
hundred <- read.csv(commandArgs(trailingOnly = TRUE)[1])

seconds <- function(f) system.time(f(), gcFirst = FALSE)[["elapsed"]]
say <- function(name, times, f) {
  if (times > 1) f()
  cat(name, 1e6 * median(vapply(seq_len(times), function(i) seconds(f), 0)), "\n")
}
of_hundred <- rma(yi, vi, data = hundred, method = "REML", test = "knha")
say("leave_one_out_100_reml", 3, function() leave1out(of_hundred))
say("cumulative_100_reml", 3, function() cumul(of_hundred))
say("influence_100_reml", 3, function() influence(of_hundred))
common <- rma(yi, vi, data = bcg, method = "FE")
random <- rma(yi, vi, data = bcg, method = "REML", test = "knha")
say("gosh_bcg_common", 1, function() gosh(common, progbar = FALSE))
say("gosh_bcg_reml", 1, function() gosh(random, progbar = FALSE))
twenty <- rma(yi, vi, data = hundred[1:20, ], method = "FE")
set.seed(1)
say("gosh_8192_common", 1, function() gosh(twenty, subsets = 8192, progbar = FALSE))
say("permutation_bcg_reml", 1, function() permutest(random, exact = TRUE, progbar = FALSE))
plain <- rma(yi, vi, data = hundred, method = "ML")
if (requireNamespace("numDeriv", quietly = TRUE)) # metafor's selection models need it
  say("selection_100_beta", 1, function() suppressWarnings(selmodel(plain, type = "beta", alternative = "greater")))
k <- 1000
v <- 10^(-2 * runif(k)); y <- rnorm(k, 0.2, sqrt(v + 0.1))
x <- cbind(1950 + 1:k * 7 %% 61, (1:k)^2 %% 17, 1:k %% 3 == 0)
say("regress_k1000", 1, function() rma(y, v, mods = x, method = "REML"))
