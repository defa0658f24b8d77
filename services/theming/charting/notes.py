"""What must be known to read each chart rightly."""

NOTES = {
    "timeliness": "Deaths notified, by the date on which the death was notified. The share is of those that "
    "can be judged. Quarters are drawn where enough of them can be shown, otherwise longer periods.",
    "categories": "Reviews by the date on which they were completed. The line through a dot is its 95% "
    "interval: where chance and rounding leave the share. A factor is modifiable if action could lower the "
    "risk of future deaths; it does not say that this child’s death could have been prevented.",
    "themes": "Reviews by the date on which they were completed; only themes that a person has confirmed. A "
    "case can have several themes, so that rows do not add up. Drawn are those of which a number is shown, "
    "the most frequent first, twelve at most.",
    "deprivation": "Deaths notified. Fifths are of all areas of England by how deprived they are; they are "
    "not fifths of the children here. Intervals are exact (Poisson), and allow for rounding; u marks a rate "
    "of so few deaths that it is unreliable. Children are counted for the days whose deaths are held.",
    "funnel": "Each mark is an area in a year, further to the right the more reviews there were. Chance "
    "alone keeps 95 in 100 marks between the dashed lines and 998 in 1,000 between the dotted ones. What is "
    "recorded as modifiable differs between panels and years.",
    "time-to-review": "Reviews by the date on which they were completed. The median: half took so many "
    "months or less. On hold: the review waited for another process, such as an inquest.",
}
