-- Which documents were mended while they were read, and how?
-- Look here where a quote, a date or a letter seems wrong.
SELECT unnest(warnings) AS warning, coalesce(url, if(source = 'files', '/', '') || path) AS link
FROM document
ORDER BY warning, link;
