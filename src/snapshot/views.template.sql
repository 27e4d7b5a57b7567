-- Views of one snapshot for DuckDB: `duckdb -init views.sql` in the folder of the snapshot. From elsewhere say first where it is:
--   SET VARIABLE root = 'output/snapshots/<id>';
-- and, as views are looked up when they are used, leave the variable set.

-- The tables as they are.
CREATE OR REPLACE VIEW statistics AS
SELECT * FROM read_parquet(coalesce(getvariable('root') || '/', '') || 'statistics/**/*.parquet', hive_partitioning = true);
CREATE OR REPLACE VIEW reports AS
SELECT * FROM read_parquet(coalesce(getvariable('root') || '/', '') || 'reports/**/*.parquet', hive_partitioning = true);
CREATE OR REPLACE VIEW applications AS
SELECT * FROM read_parquet(coalesce(getvariable('root') || '/', '') || 'applications/**/*.parquet', hive_partitioning = true);
CREATE OR REPLACE VIEW narratives AS
SELECT * FROM read_parquet(coalesce(getvariable('root') || '/', '') || 'narratives/**/*.parquet', hive_partitioning = true);
CREATE OR REPLACE VIEW findings AS
SELECT * FROM read_parquet(coalesce(getvariable('root') || '/', '') || 'findings/**/*.parquet', hive_partitioning = true);
CREATE OR REPLACE VIEW issues AS
SELECT * FROM read_parquet(coalesce(getvariable('root') || '/', '') || 'issues/*.parquet');
CREATE OR REPLACE VIEW sources AS
SELECT * FROM read_parquet(coalesce(getvariable('root') || '/', '') || 'sources/*.parquet');
CREATE OR REPLACE VIEW dictionary AS
SELECT * FROM read_parquet(coalesce(getvariable('root') || '/', '') || 'dictionary/*.parquet');

-- One report for each agency and year: where an agency has its own report and a summary for the same year, its own counts.
-- Whether a summary repeats what other agencies report is not told by any document: add up one scope at a time.
CREATE OR REPLACE VIEW reports_once AS
SELECT * FROM reports
QUALIFY row_number() OVER (
    PARTITION BY coalesce(division_code || '/' || agency_name, report_id), year
    ORDER BY CASE scope WHEN 'own' THEN 0 WHEN 'region_summary' THEN 1 WHEN 'system_summary' THEN 2 ELSE 3 END, report_id
) = 1;

-- The figures of agencies about themselves, of one report for each agency and year: these may be added up.
CREATE OR REPLACE VIEW statistics_own AS
SELECT * FROM statistics WHERE scope = 'own' AND report_id IN (SELECT report_id FROM reports_once);

-- What may be joined over the changes of form: `same`, `near` (mind the note), `not`.
CREATE OR REPLACE VIEW series AS
SELECT * FROM (VALUES
    {series}
) AS series(series, joins_2019, joins_2021, note, note_zh);

-- The series of each report, added up from the indicators of its form. The value is null unless every part has one.
CREATE OR REPLACE VIEW comparable AS
WITH terms(series, sum, parts, indicator, sign) AS (VALUES
    {terms}
)
SELECT s.report_id, s.division_code, s.division_name, s.agency_name, s.scope, s.region, s.agency, s.year,
       t.series, coalesce(s.applicant, 'total') AS applicant,
       CASE WHEN count(s.value) = t.parts THEN sum(t.sign * s.value) END AS value,
       any_value(j.joins_2019) AS joins_2019, any_value(j.joins_2021) AS joins_2021
FROM statistics AS s JOIN terms AS t USING (indicator) JOIN series AS j USING (series)
GROUP BY s.report_id, s.division_code, s.division_name, s.agency_name, s.scope, s.region, s.agency, s.year,
         t.series, t.sum, t.parts, coalesce(s.applicant, 'total')
HAVING count(*) = t.parts;

-- Applications, one row for each report and applicant, with the sums that the forms define and do not print.
CREATE OR REPLACE VIEW applications_wide AS
SELECT r.region_key AS region, r.agency_key AS agency, r.quality, a.*,
       granted_in_full + granted_in_part AS granted,
       denied_state_secret + denied_other_law + denied_security_stability + denied_third_party + denied_internal_affairs
           + denied_deliberative + denied_enforcement_file + denied_admin_query AS denied,
       unavail_not_held + unavail_not_compiled + unavail_unclear AS unavailable,
       unprocessed_petition + unprocessed_repeat + unprocessed_publication + unprocessed_excessive
           + unprocessed_reissue AS unprocessed,
       coalesce(other_handling, other_no_correction + other_fee_unpaid + other_misc) AS handled_otherwise
FROM applications AS a JOIN reports AS r USING (report_id);

-- How applications ended, as shares of all that were concluded. Null where a part is not printed, or nothing was concluded.
CREATE OR REPLACE VIEW outcome_shares AS
SELECT report_id, division_code, division_name, agency_name, scope, region, agency, year, quality, applicant, total_processed,
       granted / nullif(total_processed, 0) AS granted,
       denied / nullif(total_processed, 0) AS denied,
       unavailable / nullif(total_processed, 0) AS unavailable,
       unprocessed / nullif(total_processed, 0) AS unprocessed,
       handled_otherwise / nullif(total_processed, 0) AS handled_otherwise
FROM applications_wide;
