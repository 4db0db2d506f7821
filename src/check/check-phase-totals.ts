import type { LabelLine } from "../document/label-lines.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { parsePhaseId, type PhaseId } from "../model/plan-id.ts";
import { plainText } from "../document/current-position.ts";
import { checkPhaseTables, isCountContradicted } from "./check-phase-tables.ts";
import type { PositionFacts } from "./check-position.ts";
import { findFractions, type Fraction } from "../document/fractions.ts";
import { describePhase } from "../links/phase-evidence.ts";
import { isPlanNumberWrong, saysComplete } from "../links/plan-number.ts";

const planOfPlans = /^(?:plan[ \t])?(\d{1,3})[ \t]?(?:of|\/)[ \t]?(\d{1,3})(?![\w.-])([^.;]{0,40})/i;

/** Judges `Plan: 2 of 3 in current phase`: GSD means the plan that is next, older versions the one that is done. */
function contradictPlanNumber(value: string, { position, standing }: PositionFacts): string | null {
  const match = planOfPlans.exec(plainText(value.slice(0, 200)));
  if (match === null) return null;
  const [number, whole] = [Number(match[1]), Number(match[2])];
  if (number > whole) return `there is no plan ${number} among ${whole}`;
  const phase = position?.phase ?? null;
  const known =
    phase === null || phase !== standing.newest?.phase || position?.looksAhead === true
      ? undefined
      : standing.findPhase(phase);
  if (known === undefined) return null;
  const written = { number, whole, saysComplete: saysComplete(match[3] ?? "") };
  return isPlanNumberWrong(written, known) ? describePhase(known) : null;
}

const phaseBefore =
  /(?:^|[^A-Za-z])(?:phase|objective)[ \t](\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,3})[ \t]?(?:complete[d]?|done)?[ \t]?[:(]{0,2}[ \t]?$/i;
const phaseAfter =
  /^[ \t]?plans?[ \t](?:complete[d]?[ \t])?(?:in|of|for)[ \t](?:phase|objective)[ \t](\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,3})(?![\w.-]*\d)/i;

/** `5 of 5 in Phase 8 (30 of 30 known plans across Phases 1-8)`: what follows says that more than one phase is counted. */
const ofSeveral =
  /^[^,;|(]{0,60}(?<![A-Za-z])(?:across|overall|in all|in total|total|altogether|phases[ \t]\d|milestone)/i;

/** The phase whose plans a fraction counts: `Phase 62: 11/11 complete`, `1/4 plans in Phase 166`. */
function phaseOfFraction(text: string, { range, counts }: Fraction): PhaseId | null {
  const rest = text.slice(range.end, range.end + 80);
  const isOfPlans =
    counts === "plans" || (counts === "items" && /^[ \t]?(?:complete|completed|done|executed)(?![A-Za-z])/i.test(rest));
  if (!isOfPlans || ofSeveral.test(rest)) return null;
  const match = phaseAfter.exec(rest) ?? phaseBefore.exec(text.slice(Math.max(0, range.start - 40), range.start));
  return match === null ? null : (parsePhaseId(match[1] ?? "") ?? null);
}

const presentTense = /^(?:progress|overall|status|phase|current phase|plan|current plan)(?: \([^()]{0,40}\))?$/i;

function checkFractions(line: LabelLine, input: PositionFacts): readonly Finding[] {
  const { document, facts, standing } = input;
  if (!presentTense.test(line.label)) return [];
  return findFractions(line.value).flatMap((fraction) => {
    const phase = phaseOfFraction(line.value, fraction);
    const known = phase === null ? undefined : standing.findPhase(phase);
    if (
      known === undefined ||
      fraction.part > fraction.whole ||
      !isCountContradicted(fraction.part, fraction.whole, known)
    )
      return [];
    const start = line.valueRange.start + fraction.range.start;
    const data = {
      label: line.label,
      recorded: `Phase ${known.phase}: ${fraction.text}`,
      expected: describePhase(known),
    };
    return [
      createFinding("total-contradicted", data, {
        path: facts.path,
        source: document.source,
        range: { start, end: start + fraction.text.length },
      }),
    ];
  });
}

/**
 * Holds what a document says of single phases against their directories: `Plan: 2 of 3`, `Phase 66: 3/8 complete`, rows
 * of phase tables. Only where the document stands in the phase of the newest plan: elsewhere its numbers may belong to
 * another milestone.
 */
export function checkPhaseTotals(input: PositionFacts): readonly Finding[] {
  const { document, facts, standing, position } = input;
  const findings: Finding[] = [];
  const plan = position?.planLine;
  const reason = plan === undefined ? null : contradictPlanNumber(plan.value, input);
  if (plan !== undefined && reason !== null) {
    const recorded = plainText(plan.value).slice(0, 120);
    findings.push(
      createFinding(
        "total-contradicted",
        { label: plan.label, recorded, expected: reason },
        { path: facts.path, source: document.source, range: plan.valueRange },
      ),
    );
  }
  if (
    position === undefined ||
    position.phase === null ||
    position.phase !== standing.newest?.phase ||
    position.looksAhead
  )
    return findings;
  return [
    ...findings,
    ...position.lines.flatMap((line) => checkFractions(line, input)),
    ...checkPhaseTables({ path: facts.path, document }, standing, input.frontMatter?.milestone ?? null),
  ];
}
