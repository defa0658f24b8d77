# Asks the API for a table of protected statistics and for what its names mean.
#
#   CDOP_API=https://cdr.example.org/themes/api/v1 CDOP_API_KEY=cdrkey_... Rscript statistics.R category 2025-26
#
# Needs R 4.1 and nothing else. The key comes from the environment: never write it into a program.

given <- commandArgs(trailingOnly = TRUE)
by <- if (length(given) >= 1) given[1] else "category"
period <- if (length(given) >= 2) given[2] else "2025-26"

# A file of the API as a data frame of text. A refusal stops the program: with its HTTP status, as R says it.
ask <- function(path, question = list()) {
  query <- paste(names(question), vapply(question, URLencode, "", reserved = TRUE), sep = "=", collapse = "&")
  address <- paste0(Sys.getenv("CDOP_API"), "/", path, if (nzchar(query)) paste0("?", query))
  headers <- c(Authorization = paste("Bearer", Sys.getenv("CDOP_API_KEY")))
  connection <- url(address, headers = headers, encoding = "UTF-8")
  on.exit(close(connection))
  lines <- readLines(connection, warn = FALSE)
  lines[1] <- sub("^\ufeff", "", lines[1])
  read.csv(text = lines, colClasses = "character", check.names = FALSE, na.strings = character())
}

# Counts as numbers. What is suppressed, or of which nothing is held, is NA and not 0: say so where you print it.
counts <- function(table) {
  shown <- table$status %in% c("shown", "zero")
  number <- rep(NA_integer_, nrow(table))
  number[shown] <- as.integer(table$count[shown])
  number
}

table <- ask("statistics.csv", list(by = by, period = period))
table$number <- counts(table)
names_known <- ask("dictionary.csv")
meaning <- names_known$definition[names_known$kind == "dimension" & names_known$name == by & names_known$value == ""]

cat(table$cohort[1], "by", by, "in", period, "\n")
cat(meaning, "\n\n")
print(table[, c("label", "number", "status")], row.names = FALSE, right = FALSE)
cat("\n", sum(table$status == "suppressed"), " counts are suppressed; do not read them as 0.\n", sep = "")
if (table$period_complete[1] == "no") cat("The period is not over: the figures are provisional.\n")
