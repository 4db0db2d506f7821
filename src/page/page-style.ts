const light = `
    color-scheme: light;
    --paper: #f7f8fa; --card: #ffffff; --ink: #1b2330; --muted: #566072; --rule: #dde1e8; --band: #eef1f6;
    --accent: #2b6cb0; --accent-2: #b7520f; --quiet: #7e8ca3; --line: #8a3ffc; --focus: #0b5fff;
    --good: #1f7a5c; --gold: #a87900; --warn: #b24f0a; --bad: #b3261e; --violet: #7b4fb0; --earth: #7a6652; --grey: #6f7a89;`;

const dark = `
    color-scheme: dark;
    --paper: #11151c; --card: #191f29; --ink: #e7ebf2; --muted: #a4aebe; --rule: #323b49; --band: #1f2733;
    --accent: #63a9f2; --accent-2: #f2a65a; --quiet: #62718a; --line: #c8a3ff; --focus: #9cc7ff;
    --good: #4cc29a; --gold: #e0b94a; --warn: #f5934b; --bad: #ff7b72; --violet: #c39bf0; --earth: #c0a98f; --grey: #97a3b4;`;

/**
 * The style of the report. Colours are variables, so that a dark screen and paper have theirs; what a colour says is
 * said in words beside it as well.
 */
export const pageStyle: string = `
  :root {${light} }
  @media (prefers-color-scheme: dark) { :root {${dark} } }
  * { box-sizing: border-box; }
  html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
  body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; overflow-wrap: break-word; }
  h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; letter-spacing: -.01em; }
  h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .4rem; }
  p { margin: 0 0 .8rem; max-width: 48rem; color: var(--muted); }
  a { color: var(--accent); text-underline-offset: .15em; }
  code { font: .9em ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
  :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
  .skip { position: absolute; left: -100vw; }
  .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem .8rem; z-index: 1; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .origin { margin: .35rem 0 1.2rem; }
  nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; margin: 0 0 1.4rem; padding: 0; }
  .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .8rem; margin: 0 0 1.6rem; }
  .cards div { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: .8rem 1rem; display: flex; flex-direction: column; }
  .cards dt { color: var(--muted); font-size: .85rem; }
  .cards dd { margin: 0; }
  .cards .figure { font-size: 1.6rem; font-weight: 650; line-height: 1.3; font-variant-numeric: tabular-nums; }
  .cards .remark { color: var(--muted); font-size: .85rem; }
  section { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 1.2rem 1.3rem 1rem; margin: 0 0 1.2rem; }
  figure { margin: 0; }
  .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; margin: 0 0 .5rem; padding: 0; font-size: .85rem; color: var(--muted); }
  .legend li { display: flex; align-items: center; gap: .4rem; }
  .swatch { flex: none; }
  .scroll { overflow-x: auto; }
  .drawing { display: block; width: 100%; min-width: 45rem; height: auto; font-size: 13px; }
  .drawing text { fill: var(--muted); }
  .drawing .label { fill: var(--ink); }
  .drawing .axis { font-weight: 600; }
  .drawing .value { font-size: 12px; font-variant-numeric: tabular-nums; }
  .middle { text-anchor: middle; }
  .end { text-anchor: end; }
  .rule { stroke: var(--rule); }
  .thread { stroke: var(--quiet); }
  .session { fill: var(--band); }
  .plan, .alone, .work { fill: var(--accent); }
  .beside { fill: var(--accent-2); }
  .alone.open { fill: var(--card); stroke: var(--accent); stroke-width: 2; }
  .beside.open { fill: var(--card); stroke: var(--accent-2); stroke-width: 2; }
  .records, .gap { fill: var(--quiet); }
  .files { fill: var(--violet); }
  .average { fill: none; stroke: var(--line); stroke-width: 2.5; }
  .average.halo { stroke: var(--card); stroke-width: 6; }
  .average-swatch { fill: var(--line); }
  .status-reachable { fill: var(--good); }
  .status-rewritten { fill: var(--gold); }
  .status-unreachable { fill: var(--warn); }
  .status-missing { fill: var(--bad); }
  .status-ambiguous { fill: var(--violet); }
  .status-not-a-commit { fill: var(--earth); }
  .status-unknown { fill: var(--grey); }
  .mark:hover { opacity: .75; }
  details { margin-top: .6rem; border-top: 1px solid var(--rule); padding-top: .5rem; }
  summary { cursor: pointer; color: var(--accent); width: max-content; max-width: 100%; }
  .table { max-height: 34rem; overflow-y: auto; }
  details .table { margin-top: .5rem; }
  thead th { position: sticky; top: 0; background: var(--card); }
  table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
  caption { text-align: left; color: var(--muted); font-size: .85rem; padding-bottom: .4rem; }
  th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; min-width: 4.5rem; }
  thead th { font-weight: 600; color: var(--muted); overflow-wrap: normal; }
  tbody th { font-weight: 600; white-space: nowrap; }
  .number { text-align: right; }
  .place { white-space: nowrap; font: .85em ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
  .severity { white-space: nowrap; font-weight: 600; }
  .error { fill: var(--bad); }
  .warning { fill: var(--warn); }
  .info { fill: var(--quiet); }
  .severity.error { color: var(--bad); }
  .severity.warning { color: var(--warn); }
  .severity.info { color: var(--muted); }
  .code { color: var(--muted); }
  del { color: var(--bad); white-space: nowrap; }
  ins { color: var(--good); text-decoration: none; font-weight: 600; }
  .note { margin: .5rem 0 0; font-size: .85rem; }
  footer { color: var(--muted); font-size: .85rem; }
  footer p { font-size: inherit; }
  @media screen and (max-width: 40rem) {
    body { padding: 1rem .6rem 3rem; }
    section { padding: 1rem .8rem; }
    .cards { grid-template-columns: repeat(2, 1fr); gap: .5rem; }
    .cards .figure { font-size: 1.3rem; }
    .table table { min-width: 38rem; }
    .table .stacked { min-width: 0; }
    .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .stacked tbody tr { display: flex; flex-wrap: wrap; gap: .1rem .8rem; padding: .5rem 0; border-bottom: 1px solid var(--rule); }
    .stacked tbody :is(th, td) { border: 0; padding: 0; min-width: 0; }
    .stacked tbody td:nth-of-type(n + 2) { flex-basis: 100%; }
    .place { white-space: normal; }
  }
  @media (prefers-contrast: more) { :root { --muted: var(--ink); --rule: var(--ink); } }
  @media (forced-colors: active) { .drawing, .swatch { forced-color-adjust: none; background: var(--card); } }
  @media print {
    :root {${light} --paper: #ffffff; }
    @page { margin: 14mm; }
    html { font-size: 10pt; }
    body { max-width: none; padding: 0; }
    table { font-size: 8pt; line-height: 1.35; }
    th, td { padding: .2rem .7rem .2rem 0; }
    .skip, nav, details { display: none; }
    section, .cards div { border: 0; padding: 0; border-radius: 0; }
    section { margin: 0 0 9mm; }
    .cards { grid-template-columns: repeat(3, 1fr); gap: 4mm; margin-bottom: 7mm; }
    .scroll { overflow: visible; max-height: none; }
    .drawing { min-width: 0; }
    h2, p, .legend { break-after: avoid; }
    section.whole, figure > .chart, tr, .cards div { break-inside: avoid; }
    thead { display: table-header-group; }
  }
`;
