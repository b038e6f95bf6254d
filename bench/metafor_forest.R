# SPDX-License-Identifier: MIT
# The peer's whole process for a forest plot of the BCG trials as PDF.
suppressMessages(library(metafor))
table <- read.csv("tests/oracle/tables/bcg.csv")
es <- escalc("RR", ai = ai, bi = bi, ci = ci, di = di, data = table, slab = study)
pdf(commandArgs(trailingOnly = TRUE)[1]); forest(rma(yi, vi, data = es, test = "knha"), atransf = exp, addpred = TRUE); invisible(dev.off())
