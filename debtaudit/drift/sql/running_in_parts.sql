-- The same as in one piece, for engines that give each part to another worker: ranks within the part, and what the parts
-- before it hold. Counts are whole, so the result is the same to the last digit, wherever the cuts lie.
parts AS (
  SELECT v, r, c, $part AS part FROM steps
),
sums AS (
  SELECT part, CAST(SUM(r) AS BIGINT) AS r, CAST(SUM(c) AS BIGINT) AS c, MIN(v) AS first_v FROM parts GROUP BY part
),
offsets AS (
  SELECT part AS of_part, LEAD(first_v) OVER (ORDER BY part) AS after_v,
         SUM(r) OVER (ORDER BY part ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - r AS before_r,
         SUM(c) OVER (ORDER BY part ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - c AS before_c
  FROM sums
),
running AS (
  SELECT v, r, c,
         before_r + SUM(r) OVER (PARTITION BY part ORDER BY v ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cum_r,
         before_c + SUM(c) OVER (PARTITION BY part ORDER BY v ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cum_c,
         COALESCE(LEAD(v) OVER (PARTITION BY part ORDER BY v), after_v) AS next_v
  FROM parts JOIN offsets ON part = of_part
)
