-- Standard deviation (population) of the reference, clipped to the limits of the clipped Wasserstein distance.
-- Taken of values moved and scaled by the limits: squares of 1e9 and a little noise would lose half their digits.
SELECT ($high - $low) * stddev_pop((greatest($low, least($high, $x)) - $low) / ($high - $low)) AS spread
FROM reference_rows
WHERE $x IS NOT NULL AND NOT isnan($x)
