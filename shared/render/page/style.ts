/** How every page looks: one column on a phone, dark where the reader's device is, and on paper. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #57606a; --line: #d0d7de; --wash: #f4f6f8; --link: #0550ae;
  --critical: #a40e26; --high: #b42318; --medium: #8a4b00; --low: #0b5c8a; --info: #57606a; --fine: #1a7f37;
  --standard: #8fce9b; --extended: #f2b84b; --forced: #d1242f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #9da7b3; --line: #30363d; --wash: #161b22; --link: #79c0ff;
  --critical: #ff9492; --high: #ffa198; --medium: #f0b72f; --low: #80ccff; --info: #9da7b3; --fine: #7ee787;
  --standard: #2f7d3f; --extended: #9e6a03; --forced: #f85149; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
a { color: var(--link); } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; } h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0; list-style: none; }
.soft { color: var(--soft); } .verdict { font-size: 1.15rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; margin: .25rem 0; } caption { text-align: left; color: var(--soft); }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; } th, td { overflow-wrap: normal; } th { background: var(--wash); font-weight: 600; }
td.other { border-left: 4px solid var(--medium); } ul.plain { list-style: none; padding: 0; margin: 0; }
.mark { font-size: .75rem; font-weight: 700; border: 1px solid currentColor; border-radius: .25rem; padding: 0 .25rem; white-space: nowrap; }
.CRITICAL { color: var(--critical); } .HIGH { color: var(--high); } .MEDIUM { color: var(--medium); } .LOW { color: var(--low); } .INFORMATIONAL { color: var(--info); } .fine { color: var(--fine); }
article { border: 1px solid var(--line); border-left: .35rem solid currentColor; border-radius: .35rem; padding: .25rem .75rem .75rem; margin: .75rem 0; } article > * { color: var(--ink); } article > .soft { color: var(--soft); }
ul.links { list-style: none; padding: 0; margin: .25rem 0; } dt { font-weight: 600; } dd { margin: 0 0 .5rem; } a.mark { text-decoration: none; } a.mark:hover { text-decoration: underline; }
article h4 { margin: .5rem 0; font-size: 1rem; } article h4 .mark { margin-right: .25rem; }
pre { background: var(--wash); border: 1px solid var(--line); border-radius: .35rem; padding: .5rem; overflow-x: auto; font-size: .85rem; line-height: 1.4; }
summary { cursor: pointer; padding: .25rem 0; }
svg { display: block; } .key { display: inline-block; width: .8em; height: .8em; border-radius: .15em; } .key.standard { background: var(--standard); } .key.extended { background: var(--extended); } .key.forced { background: var(--forced); } svg text { font: 11px system-ui, sans-serif; fill: var(--ink); } .axis { stroke: var(--line); }
.standard { fill: var(--standard); } .extended { fill: var(--extended); } .forced { fill: var(--forced); } .now { stroke: var(--ink); stroke-width: 2; }
@media print { body { max-width: none; } nav, .skip { display: none; } article, table { break-inside: avoid; } details > * { display: block; } a { color: inherit; } }
`;
