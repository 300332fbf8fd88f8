/**
 * The one style sheet, inlined in each page. Everything a page can show is here: the content security
 * policy allows this text by its hash and no other style. Colours are named by their use.
 */
export const styles = `
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --card: #fff; --text: #23262b; --quiet: #646b75; --line: #e1e2df; --link: #1f57a4;
  --code: #f2f3f1; --mark: #fdf0d2; --bar: #9db4d3; --focus: #1f57a4;
  --fatal: #8e1538; --error: #b3261e; --warning: #8a5300; --info: #1f57a4; --debug: #5b6068;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #17191c; --card: #1f2226; --text: #e3e5e8; --quiet: #9aa1ab; --line: #34383e; --link: #8ab4f0;
    --code: #272b30; --mark: #453a1f; --bar: #4f6d94; --focus: #8ab4f0;
    --fatal: #ff8fab; --error: #ff8a80; --warning: #f2bd6b; --info: #8ab4f0; --debug: #a9afb8;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
code, pre, .mono { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; font-size: 13px; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
h4 { font-size: .85rem; margin: 1rem 0 .3rem; color: var(--quiet); }
p { margin: .4rem 0; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .3rem .6rem; z-index: 1; }
.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top > div { display: flex; flex-wrap: wrap; gap: .6rem 2rem; align-items: center; justify-content: space-between; }
.top > div, main { max-width: 72rem; margin: 0 auto; padding: .7rem 1.25rem; }
main { padding-bottom: 4rem; }
.brand { display: inline-flex; gap: .5rem; align-items: center; font-weight: 650; color: inherit; text-decoration: none; }
.brand svg { width: 1.15rem; height: 1.15rem; color: var(--error); }
form.lookup { display: flex; gap: .4rem; align-items: center; flex: 0 1 31rem; }
form.lookup label { white-space: nowrap; color: var(--quiet); }
input { flex: 1; min-width: 9rem; font: inherit; padding: .3rem .55rem; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 5px; }
button { font: inherit; padding: .3rem .8rem; color: inherit; background: var(--code); border: 1px solid var(--line); border-radius: 5px; cursor: pointer; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.15rem; margin: .6rem 0; }
.card.flush { padding: 0; overflow-x: auto; }
.quiet { color: var(--quiet); }
.nowrap, time { white-space: nowrap; }
.count { text-align: right; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); padding: 0 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .55rem .8rem; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { font-size: .8rem; font-weight: 600; color: var(--quiet); white-space: nowrap; }
th.count { text-align: right; }
.issues { table-layout: fixed; }
.issues .spark-column { width: 10.5rem; } .issues .count { width: 6rem; } .issues .time-column { width: 7.5rem; } .issues .release-column { width: 11rem; overflow-wrap: anywhere; }
.issues .title { font-weight: 600; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
.issues .title:hover { text-decoration: underline; }
.issues .under { color: var(--quiet); font-size: .85rem; overflow-wrap: anywhere; }
.level { display: inline-block; white-space: nowrap; font-size: .72rem; font-weight: 650; letter-spacing: .02em; padding: 0 .45rem; border: 1px solid currentColor; border-radius: 9px; line-height: 1.25rem; vertical-align: .12em; }
.level.fatal { color: var(--fatal); } .level.error { color: var(--error); } .level.warning { color: var(--warning); }
.level.info { color: var(--info); } .level.debug { color: var(--debug); }
.spark { display: block; width: 8.5rem; height: 1.9rem; fill: var(--bar); }
.spark .base { fill: var(--line); }
.spark.wide { width: 100%; max-width: 24rem; height: 3rem; }
.heading { margin: 1.1rem 0 .9rem; }
.heading .under { color: var(--quiet); margin-top: .25rem; overflow-wrap: anywhere; }
dl.numbers { display: flex; flex-wrap: wrap; gap: .8rem 2.4rem; margin: 0; }
dl.numbers dt { font-size: .8rem; color: var(--quiet); }
dl.numbers dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
dl.numbers dd.mono { font-weight: 500; }
.hash { font-size: 1.02rem; font-weight: 600; user-select: all; }
.facts th { width: 13rem; font-weight: 500; color: var(--quiet); overflow-wrap: anywhere; }
.facts td { overflow-wrap: anywhere; }
.facts th, .facts td { padding: .3rem .6rem .3rem 0; font-size: .92rem; }
.facts pre { margin: 0; background: none; padding: 0; }
pre { margin: .3rem 0; padding: .6rem .8rem; background: var(--code); border-radius: 5px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.value { white-space: pre-wrap; overflow-wrap: anywhere; margin: .2rem 0 .5rem; }
h1, pre, td, .title, .value { unicode-bidi: plaintext; text-align: left; }
.card > .quiet + .value { margin-top: 1rem; }
.chain + .chain { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: 1rem; }
ol.frames { list-style: none; margin: .5rem 0 0; padding: 0; }
ol.frames ol.frames { margin-left: 1rem; }
.frame { padding: .2rem 0; overflow-wrap: anywhere; }
.frame .function { font-weight: 600; }
.frame.other { color: var(--quiet); }
.frame.other .function { font-weight: 500; }
.app { font-size: .7rem; font-weight: 650; color: var(--info); border: 1px solid currentColor; border-radius: 4px; padding: 0 .3rem; margin-left: .3rem; white-space: nowrap; }
summary { cursor: pointer; }
ol.source { margin: .3rem 0 .6rem; padding: .35rem 0; background: var(--code); border-radius: 5px; overflow-x: auto; list-style: none; }
ol.source li { display: flex; padding: 0 .7rem; white-space: pre; }
ol.source li.hit { background: var(--mark); }
ol.source .number { flex: none; width: 3.2rem; padding-right: .9rem; text-align: right; color: var(--quiet); user-select: none; font: 13px/1.5 ui-monospace, Menlo, "DejaVu Sans Mono", monospace; }
.sections { columns: 2 28rem; column-gap: 1.2rem; }
.sections section { break-inside: avoid; padding-top: 1px; }
.sections h2 { margin-top: 1.4rem; }
.crumbs .more { color: var(--quiet); }
.crumbs th:nth-child(1) { width: 8rem; } .crumbs th:nth-child(2) { width: 13rem; }
.crumbs td { padding: .3rem .8rem .3rem 0; font-size: .92rem; overflow-wrap: anywhere; }
.crumbs th { padding: .3rem .8rem .3rem 0; }
.pager { display: flex; gap: 1.2rem; margin-top: 1rem; }
.empty { padding: 2.2rem 1rem; text-align: center; overflow-wrap: anywhere; }
@media (max-width: 66rem) { .wide-only { display: none; } }
@media (max-width: 56rem) { form.lookup { flex-basis: 100%; } .facts th { width: 8rem; } }
@media (max-width: 40rem) {
  .top > div, main { padding-left: .8rem; padding-right: .8rem; }
  form.lookup { flex-wrap: wrap; } form.lookup label { flex-basis: 100%; } input { min-width: 0; }
  .issues { table-layout: auto; } .issues .count, .issues .time-column { width: auto; } .spark-column, .roomy-only { display: none; }
  .flush th, .flush td { padding: .5rem .6rem; } .flush thead th { white-space: normal; } .flush .mono { overflow-wrap: anywhere; }
  .sections { columns: auto; } .facts th { width: 7rem; } .crumbs th:nth-child(1), .crumbs th:nth-child(2) { width: auto; } 
}
`;
