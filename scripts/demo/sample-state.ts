/** Abbreviated oids of the work commits, by plan. */
export type ShortOids = ReadonlyMap<string, readonly string[]>;

/** Commits of the time before the history was rewritten: no object of the sample has these names. */
const lostOids: Readonly<Record<string, readonly string[]>> = {
  "11-01": ["5f0c1de", "9b31a7c", "c07e4d2"],
  "11-02": ["e81d90b", "3a6f52c", "d4470ae"],
};

/** STATE.md at the start of the project, as GSD makes it. */
export const initialState = `# Project State

## Project Reference

See: .planning/PROJECT.md

**Core value:** Know the tide before you cast off.
**Current focus:** Phase 11

## Current Position

**Phase:** 11 of 13 (Tables)
**Plan:** 0 of 3 in current phase
**Status:** Ready to plan

**Progress:** [░░░░░░░░░░] 0%

## Accumulated Context

### Decisions

None yet.

### Blockers/Concerns

None.
`;

/**
 * STATE.md as plan 12-01 left it, and as nobody has corrected it since.
 *
 * Rows with seconds, with a year in seconds and twice; commits of before a rewrite; one commit that was amended after
 * it was listed (`amended`). Plans 12-02 and 13-01 were completed later and are not mentioned.
 */
export function formatDriftedState(oids: ShortOids, amended: string): string {
  const listed = (planId: string): string => (lostOids[planId] ?? oids.get(planId) ?? []).join(", ");
  const prediction = [...(oids.get("12-01") ?? []).slice(0, -1), amended].join(", ");
  return `---
gsd_state_version: 1.0
milestone: v1.1
milestone_name: Forecasts
status: executing
stopped_at: "Completed 12-01: Harmonic Prediction"
last_updated: "2025-03-05T08:55:00.000Z"
last_activity: 2025-03-05
progress:
  total_phases: 3
  completed_phases: 1
  total_plans: 9
  completed_plans: 4
  percent: 33
---

# Project State

## Project Reference

See: .planning/PROJECT.md

**Core value:** Know the tide before you cast off.
**Current focus:** Phase 12

## Current Position

**Phase:** 12 of 13 (Forecast)
**Plan:** 1 of 2 in current phase
**Status:** In progress
**Last activity:** 2025-03-05 — Completed 12-01

**Progress:** [███░░░░░░░] 33%

## Performance Metrics

**Velocity:**

- Total plans completed: 4
- Average duration: 14 min
- Total execution time: 1.0 hours

**By Phase:**

| Phase | Plans | Total | Avg/Plan |
|-------|-------|-------|----------|
| 11 | 3 | 35min | 12min |
| 12 | 1 | 22min | 22min |

**Recent Trend:**

- Last 5 plans: 12min, 9min, 14min, 22min
- Trend: Degrading

*Updated after each plan completion*

**Per-Plan Metrics:**

| Plan | Duration | Tasks | Files |
|------|----------|-------|-------|
| Phase 11 P01 | 12min | 3 tasks | 4 files |
| Phase 11 P02 | 540 | 3 tasks | 3 files |
| Phase 11 P03 | 31616115 | 3 tasks | 3 files |
| Phase 12 P01 | 22min | 4 tasks | 3 files |
| Phase 12 P01 | 22 | 4 tasks | 3 files |

## Accumulated Context

### Completed Plans

- 11-01 Harbour List: 3 atomic commits (${listed("11-01")})
- 11-02 Tide Table Import: 3 atomic commits (${listed("11-02")})
- 11-03 Local Storage: 3 atomic commits (${listed("11-03")})
- 12-01 Harmonic Prediction: 4 atomic commits (${prediction})

### Decisions

- [Phase 11]: Tables stay on disk; the harbour office answers slowly.
- [Phase 12]: Predict, do not interpolate: neaps were off by ten minutes.

### Blockers/Concerns

None.

## Session Continuity

**Last session:** 2025-03-05 09:51
**Stopped at:** Completed 12-01: Harmonic Prediction
**Resume file:** None
`;
}
