/** How the page looks: dense, in the colours that the reader's system has chosen. */
export const pageStyle = `:root {
  color-scheme: light dark;
  --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --ground: #fff; --raised: #f6f8fa; --link: #0550ae;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --quiet: #9da7b1; --line: #30363d; --ground: #0d1117; --raised: #161b22; --link: #79c0ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 92rem; padding: 0 1rem 4rem;
  display: grid; grid-template-columns: 19rem minmax(0, 1fr); gap: 0 2rem;
  font: 0.875rem/1.45 system-ui, sans-serif; color: var(--text); background: var(--ground);
  overflow-wrap: anywhere;
}
header { grid-column: 1 / -1; max-width: 60rem; }
nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; }
nav ul { list-style: none; margin: 0; padding: 1rem 0; }
nav li { padding: 0.125rem 0; }
h1 { margin: 1rem 0 0.25rem; font-size: 1.5rem; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.15rem; }
h3 { margin: 0; font-size: 0.95rem; font-weight: 500; }
h3 code { font-weight: 700; margin-right: 0.5rem; }
h4 { margin: 0.5rem 0 0.25rem; font-size: 0.875rem; font-weight: 400; }
p { margin: 0.25rem 0; }
article { padding: 0.5rem 0 0.75rem; border-top: 1px solid var(--line); }
article p { color: var(--quiet); }
article:target { background: var(--raised); }
dl {
  display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr);
  gap: 0 1rem; margin: 0 0 0 1rem;
}
dt { color: var(--quiet); max-width: 20rem; }
dd { margin: 0; }
code { font: 0.8125rem/1.4 ui-monospace, monospace; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
nav a:not(:hover), h3 a:not(:hover) { text-decoration: none; }
h3 a { color: inherit; }
@media (max-width: 60rem) {
  body { display: block; }
  nav { position: static; max-height: none; }
}
`
