/// How pages look: light and dark, narrow and wide, on paper. It has none of the characters that are escaped.
package enum PageStyle {
    package static let text = """
        :root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --rule: #d0d7de; --panel: #f6f8fa;
          --link: #0b5cad; --accent: #2563eb; --cap: 75%; --s0: #1f5fbf; --s1: #b3470f; --s2: #13714c; --s3: #8a2fb0; --s4: #a8175a;
          --s5: #6b5900; --good: #13714c; --poor: #a8175a; }
        @media (prefers-color-scheme: dark) { :root { --paper: #0f1318; --ink: #e6eaef; --soft: #a3adb8; --rule: #343c46;
          --panel: #171d24; --link: #7db4ff; --accent: #6ea0ff; --cap: 55%; --s0: #7db4ff; --s1: #ffa667; --s2: #5fd3a0; --s3: #d69bf5;
          --s4: #ff8fbb; --s5: #e0cc62; --good: #5fd3a0; --poor: #ff8fbb; } }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body { margin: 0 auto; padding: 1rem clamp(0.8rem, 3vw, 2.5rem) 3rem; max-width: 78rem; background: var(--paper);
          color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0.4rem 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 2.4rem 0 0.8rem; padding-top: 0.8rem; border-top: 1px solid var(--rule); }
        h3 { font-size: 1rem; margin: 1.2rem 0 0.4rem; }
        p { margin: 0.4rem 0 0.8rem; max-width: 46rem; }
        a { color: var(--link); }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { position: static; }
        .soft { color: var(--soft); }
        .mono, pre, code { font-family: ui-monospace, DejaVu Sans Mono, monospace; font-size: 0.875rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; margin: 0.8rem 0 0; padding: 0; list-style: none; }
        dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.6rem; margin: 1rem 0; }
        dl.facts div { background: var(--panel); border: 1px solid var(--rule); border-radius: 0.4rem; padding: 0.5rem 0.7rem; }
        dt { color: var(--soft); font-size: 0.8rem; }
        dd { margin: 0; overflow-wrap: anywhere; }
        dl.facts dd { font-size: 1.2rem; font-variant-numeric: tabular-nums; }
        dl.pairs { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: 0.3rem 1.2rem; margin: 0.4rem 0; }
        dl.pairs div { display: contents; }
        dl.pairs dt { font-size: 1rem; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.4rem; }
        figure { margin: 0; min-width: 0; }
        figcaption { font-weight: 600; }
        .legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; margin: 0.2rem 0 0.6rem; padding: 0; list-style: none;
          font-size: 0.85rem; }
        .legend svg { width: 1.6rem; height: 0.8rem; margin-right: 0.35rem; vertical-align: middle; }
        .plot { position: relative; height: 14rem; margin: 0.8rem 0.6rem 3rem 3.6rem; }
        .plot svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
        .plot span { position: absolute; font-size: 0.75rem; line-height: 1; color: var(--soft); white-space: nowrap;
          font-variant-numeric: tabular-nums; }
        .plot .y { right: calc(100% + 0.5rem); transform: translateY(50%); }
        .plot .x { top: calc(100% + 0.5rem); transform: translateX(-50%); }
        .plot .name { top: calc(100% + 1.6rem); left: 50%; transform: translateX(-50%); }
        svg path { fill: none; vector-effect: non-scaling-stroke; stroke-width: 2; stroke-linejoin: round; }
        svg .grid { stroke: var(--rule); stroke-width: 1; }
        svg .dots { stroke-width: 7; stroke-linecap: round; }
        svg .ideal { stroke: var(--soft); stroke-dasharray: 4 4; }
        svg .bar { fill: var(--s0); fill-opacity: 0.55; stroke: var(--s0); stroke-width: 1; }
        .s0 { stroke: var(--s0); } .s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); } .s3 { stroke: var(--s3); }
        .s4 { stroke: var(--s4); } .s5 { stroke: var(--s5); }
        svg .dash1 { stroke-dasharray: 7 4; } svg .dash2 { stroke-dasharray: 2 3; } svg .dash3 { stroke-dasharray: 9 3 2 3; }
        svg .dash4 { stroke-dasharray: 14 4; }
        .scroll { overflow-x: auto; max-width: 100%; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0.4rem 0; }
        caption { text-align: left; color: var(--soft); padding: 0.2rem 0; }
        th, td { padding: 0.22rem 0.6rem; text-align: right; border-bottom: 1px solid var(--rule); font-weight: normal;
          white-space: nowrap; }
        thead th { color: var(--soft); vertical-align: bottom; }
        th[scope=row], th.left, td.left { text-align: left; white-space: normal; overflow-wrap: break-word; max-width: 20rem; }
        table.matrix td { text-align: center; border: 1px solid var(--rule); min-width: 2.6rem;
          background: color-mix(in srgb, var(--accent) calc(var(--share) * var(--cap)), transparent); }
        table.matrix td.zero { color: var(--soft); background: none; }
        table.matrix td.right { border: 2px solid var(--ink); font-weight: 600; }
        table.matrix thead th { writing-mode: vertical-rl; text-align: right; white-space: nowrap; max-height: 12rem; padding: 0.5rem 0.2rem; }
        table.matrix thead th.corner { writing-mode: horizontal-tb; text-align: left; }
        .meter { display: inline-block; width: 8rem; max-width: 20vw; height: 0.7rem; background: var(--panel);
          border: 1px solid var(--rule); vertical-align: middle; }
        .meter i { display: block; height: 100%; background: var(--s0); }
        ul.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: 0.9rem; padding: 0;
          margin: 0.6rem 0; list-style: none; }
        ul.pictures img { width: 6rem; height: 6rem; object-fit: contain; background: var(--panel); border: 1px solid var(--rule);
          image-rendering: pixelated; display: block; margin-bottom: 0.3rem; }
        ul.pictures li { font-size: 0.85rem; overflow-wrap: anywhere; }
        .filters { display: flex; flex-wrap: wrap; gap: 0.35rem; }
        .filters img { width: 3rem; height: 3rem; object-fit: contain; image-rendering: pixelated; border: 1px solid var(--rule); }
        .tree, .tree ul { list-style: none; margin: 0; padding: 0; }
        .tree ul { padding-left: 1.1rem; border-left: 1px solid var(--rule); margin-left: 0.35rem; }
        .tree summary, .tree .leaf { padding: 0.2rem 0.3rem; border-radius: 0.3rem; }
        .tree .leaf { padding-left: 1.3rem; }
        .tree summary:hover, .tree .leaf:hover { background: var(--panel); }
        .tree .row { display: inline-grid; grid-template-columns: minmax(8rem, 2fr) minmax(6rem, 1.3fr) minmax(7rem, 1fr) 1fr 1.2fr 3.5rem;
          gap: 0 0.8rem; width: calc(100% - 1.4rem); vertical-align: top; }
        .tree .leaf .row { width: 100%; }
        .tree .row b { font-weight: 600; overflow-wrap: anywhere; }
        .tree .number { text-align: right; font-variant-numeric: tabular-nums; }
        summary { cursor: pointer; }
        details { margin: 0.3rem 0; }
        .tree details { margin: 0; }
        pre.spec { background: var(--panel); border: 1px solid var(--rule); border-radius: 0.4rem; padding: 0.6rem 0; margin: 0;
          line-height: 1.45; tab-size: 2; min-width: max-content; }
        pre.spec span { display: block; padding: 0 0.8rem; }
        pre.spec span:target { background: color-mix(in srgb, var(--accent) 25%, transparent); }
        pre.spec .number { display: inline-block; width: 3.2rem; padding: 0 0.8rem 0 0; text-align: right; color: var(--soft);
          text-decoration: none; user-select: none; }
        pre.command { background: var(--panel); border: 1px solid var(--rule); border-radius: 0.4rem; padding: 0.6rem 0.8rem;
          white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.3rem 0; }
        footer { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: 0.8rem; color: var(--soft); font-size: 0.85rem; }
        @media (max-width: 45rem) {
          .tree .row { grid-template-columns: 1fr 1fr; }
          .tree .row b { grid-column: 1 / -1; }
          .tree .number { text-align: left; }
          .plot { margin-left: 3.2rem; }
          dl.pairs { grid-template-columns: 1fr; gap: 0; }
          dl.pairs dd { margin-bottom: 0.5rem; }
        }
        @media print {
          :root { --paper: #ffffff; --ink: #000000; --soft: #444444; --rule: #bbbbbb; --panel: #ffffff; --link: #000000; --cap: 45%;
            --s0: #1f5fbf; --s1: #b3470f; --s2: #13714c; --s3: #8a2fb0; --s4: #a8175a; --s5: #6b5900; --accent: #2563eb; }
          body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          nav, .skip { display: none; }
          .scroll { overflow: visible; }
          figure, table.matrix, ul.pictures li, .filters { break-inside: avoid; }
          h2, h3 { break-after: avoid; }
          pre.spec { white-space: pre-wrap; min-width: 0; }
          details::details-content { content-visibility: visible; block-size: auto; }
        }
        @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
        """
}
