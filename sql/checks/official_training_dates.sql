-- severity: warning
-- scope: document
-- Training ends on the day on which it starts or later, and within three years of its fiscal year.
SELECT official_training_id, document_id, page, page_row, country, course, fiscal_year, start_on, end_on
FROM official_training
WHERE end_on < start_on OR abs(year(start_on) - fiscal_year) > 3 OR abs(year(end_on) - fiscal_year) > 3;
