-- Every measure of a column of categories, from one count; a row for each of the categories that moved most.
--
-- Chi-square after Pearson over the table of two rows, with Cramer's V: the root of chi-square over all rows, for a table
-- of two rows has one degree however many categories there are. Categories of which the smaller side expects less than
-- five rows are counted together there (`thin`), or chance could not be told. PSI and Jensen-Shannon take every category
-- as it is; PSI counts half a row where one side of it is empty.
WITH both_sides AS (
  SELECT $x AS k, 1 AS r, 0 AS c FROM reference_rows WHERE $x IS NOT NULL
  UNION ALL
  SELECT $x AS k, 0 AS r, 1 AS c FROM current_rows WHERE $x IS NOT NULL
),
counted AS (
  SELECT k, CAST(SUM(r) AS DOUBLE) AS r, CAST(SUM(c) AS DOUBLE) AS c FROM both_sides GROUP BY k
),
total AS (
  SELECT SUM(r) AS n, SUM(c) AS m FROM counted
),
expected AS (
  SELECT k, r, c, n, m, CASE WHEN (r + c) * least(n, m) / (n + m) < 5 THEN 1 ELSE 0 END AS thin
  FROM counted CROSS JOIN total
  WHERE n > 0 AND m > 0
),
shares AS (
  SELECT COUNT(*) AS categories, CAST(SUM(thin) AS BIGINT) AS rare, MAX(n) AS n, MAX(m) AS m,
         SUM(CASE WHEN r > 0 THEN 1 ELSE 0 END) AS r_values, SUM(CASE WHEN c > 0 THEN 1 ELSE 0 END) AS c_values,
         SUM((greatest(c, 5e-1) / m - greatest(r, 5e-1) / n)
             * ln((greatest(c, 5e-1) / m) / (greatest(r, 5e-1) / n))) AS psi,
         sqrt(greatest(0e0, SUM(CASE WHEN r > 0 THEN r / n * log2(2 * (r / n) / (r / n + c / m)) ELSE 0e0 END
                              + CASE WHEN c > 0 THEN c / m * log2(2 * (c / m) / (r / n + c / m)) ELSE 0e0 END)
                            / 2)) AS js
  FROM expected
),
cells AS (
  SELECT SUM(r) AS r, SUM(c) AS c, MAX(n) AS n, MAX(m) AS m
  FROM expected
  GROUP BY thin, CASE WHEN thin = 0 THEN k END
),
tested AS (
  SELECT SUM(power(r - (r + c) * n / (n + m), 2) / ((r + c) * n / (n + m))
           + power(c - (r + c) * m / (n + m), 2) / ((r + c) * m / (n + m))) AS chi2,
         COUNT(*) AS cells
  FROM cells
),
moved AS (
  SELECT k, r, c, ROW_NUMBER() OVER (ORDER BY abs(c / m - r / n) DESC, k) AS place
  FROM expected
)
SELECT k, CAST(r AS BIGINT) AS r, CAST(c AS BIGINT) AS c,
       CAST(n AS BIGINT) AS n, CAST(m AS BIGINT) AS m, CAST(r_values AS BIGINT) AS n_values,
       CAST(c_values AS BIGINT) AS m_values, categories, rare, cells, chi2, psi, js
FROM moved CROSS JOIN shares CROSS JOIN tested
WHERE place <= $shown
ORDER BY place
