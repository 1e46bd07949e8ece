-- Every measure of a numeric column, from one sort of both sides; at most ten rows, one a bin, each with the measures.
--
-- Rows are first counted by value, so that a value is one step of both distribution functions however often it occurs:
-- ties are right, and a column with many of them is quick. Counts stay whole until the last division, so that neither
-- the order of rows nor the number of workers changes a digit. Missing values and NaN are counted elsewhere.
--
-- Kolmogorov-Smirnov D is the largest gap between the two functions. Bins are the reference's tenths: a value's bin is
-- the share of the reference strictly below it. Edges are values that occur, so that all engines cut alike.
-- PSI counts half a row where one side of a bin is empty; Jensen-Shannon is the root of the divergence to base 2.
-- Wasserstein comes twice: as it is (area), and clipped to the reference's 0.1 % and 99.9 % (clipped), where one stray
-- value can neither make nor hide a drift. Both limits are observed values, so no step lies half inside.
WITH both_sides AS (
  SELECT $x AS v, 1 AS r, 0 AS c FROM reference_rows WHERE $x IS NOT NULL AND NOT isnan($x)
  UNION ALL
  SELECT $x AS v, 0 AS r, 1 AS c FROM current_rows WHERE $x IS NOT NULL AND NOT isnan($x)
),
steps AS (
  SELECT v, CAST(SUM(r) AS BIGINT) AS r, CAST(SUM(c) AS BIGINT) AS c FROM both_sides GROUP BY v
),
total AS (
  SELECT CAST(SUM(r) AS DOUBLE) AS n, CAST(SUM(c) AS DOUBLE) AS m FROM steps
),
$running,
bins AS (
  SELECT least(CAST(floor(10 * (cum_r - r) / n) AS INT), 9) AS bin, MAX(n) AS n, MAX(m) AS m,
         CAST(SUM(r) AS DOUBLE) AS r, CAST(SUM(c) AS DOUBLE) AS c,
         SUM(CASE WHEN r > 0 THEN 1 ELSE 0 END) AS r_values, SUM(CASE WHEN c > 0 THEN 1 ELSE 0 END) AS c_values,
         MIN(v) AS smallest, MAX(v) AS largest,
         MIN(CASE WHEN r > 0 THEN v END) AS r_smallest, MAX(CASE WHEN r > 0 THEN v END) AS r_largest,
         MIN(CASE WHEN c > 0 THEN v END) AS c_smallest, MAX(CASE WHEN c > 0 THEN v END) AS c_largest,
         MAX(abs(cum_r / n - cum_c / m)) AS gap,
         SUM(abs(cum_r / n - cum_c / m) * (next_v - v)) AS area,
         SUM(CASE WHEN 1000 * cum_r >= n AND 1000 * cum_r < 999 * n
                  THEN abs(cum_r / n - cum_c / m) * (next_v - v) END) AS clipped,
         MIN(CASE WHEN 1000 * cum_r >= n THEN v END) AS low,
         MIN(CASE WHEN 1000 * cum_r >= 999 * n THEN v END) AS high
  FROM running CROSS JOIN total
  WHERE n > 0 AND m > 0
  GROUP BY least(CAST(floor(10 * (cum_r - r) / n) AS INT), 9)
)
SELECT CAST(r AS BIGINT) AS r, CAST(c AS BIGINT) AS c, smallest, largest,
       CAST(n AS BIGINT) AS n, CAST(m AS BIGINT) AS m,
       CAST(SUM(r_values) OVER () AS BIGINT) AS n_values, CAST(SUM(c_values) OVER () AS BIGINT) AS m_values,
       MIN(r_smallest) OVER () AS r_smallest, MAX(r_largest) OVER () AS r_largest,
       MIN(c_smallest) OVER () AS c_smallest, MAX(c_largest) OVER () AS c_largest,
       MAX(gap) OVER () AS d,
       COALESCE(SUM(area) OVER (), 0e0) AS area, COALESCE(SUM(clipped) OVER (), 0e0) AS clipped,
       MIN(low) OVER () AS low, MIN(high) OVER () AS high,
       SUM((greatest(c, 5e-1) / m - greatest(r, 5e-1) / n)
           * ln((greatest(c, 5e-1) / m) / (greatest(r, 5e-1) / n))) OVER () AS psi,
       sqrt(greatest(0e0, SUM(CASE WHEN r > 0 THEN r / n * log2(2 * (r / n) / (r / n + c / m)) ELSE 0e0 END
                            + CASE WHEN c > 0 THEN c / m * log2(2 * (c / m) / (r / n + c / m)) ELSE 0e0 END)
                          OVER () / 2)) AS js
FROM bins
ORDER BY bin
