/// The page on which pictures are dropped: one text in which nothing comes from elsewhere. What it shows of the network it asks
/// this server for, and puts in as text, never as markup.
struct ServedPage {
    let bytes: [UInt8]
    /// Only this page's own script and style run, and only this server is asked for anything.
    let policy: String

    init() {
        var generator = SystemRandomNumberGenerator()
        let nonce = String(generator.next() as UInt64, radix: 36) + String(generator.next() as UInt64, radix: 36)
        bytes = Array(Self.text.replacing("NONCE", with: nonce).utf8)
        policy =
            "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; img-src blob: data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    }

    private static let text = #"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        <title>netspec</title>
        <style nonce="NONCE">
        :root {
          --paper: #fbfaf8; --card: #ffffff; --ink: #1d1c1a; --soft: #5c5954; --line: #d9d5ce;
          --accent: #1f5fa8; --bar: #2f76c4; --track: #e8e4dd; --error: #a3281d; --error-paper: #fdf1ef;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #16171a; --card: #1f2125; --ink: #eceae6; --soft: #a9a59d; --line: #3a3d43;
            --accent: #8abdf5; --bar: #5b9be0; --track: #33363c; --error: #ff9d8f; --error-paper: #33201e;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 68rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
        }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
        h2 { font-size: 1rem; margin: 0; }
        p { margin: 0 0 1rem; }
        .soft { color: var(--soft); font-size: .9rem; }
        #drop {
          display: block; border: 2px dashed var(--line); border-radius: .75rem; background: var(--card);
          padding: 2rem 1rem; text-align: center; cursor: pointer; margin: 1rem 0;
        }
        #drop.over, #drop:hover { border-color: var(--accent); }
        #drop:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
        #drop strong { color: var(--accent); text-decoration: underline; }
        #pictures { position: absolute; opacity: 0; width: 1px; height: 1px; }
        #results { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); }
        #results > li { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; min-width: 0; }
        #results img { display: block; width: 100%; height: 11rem; object-fit: contain; background: var(--track); border-radius: .4rem; margin-bottom: .75rem; }
        ol.guesses { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .4rem; }
        .guess { display: flex; justify-content: space-between; gap: 1rem; }
        .guess span:last-child { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .track { height: .5rem; border-radius: .25rem; background: var(--track); overflow: hidden; }
        .track > div { height: 100%; background: var(--bar); }
        .first { font-weight: 600; }
        .error { color: var(--error); background: var(--error-paper); border-radius: .4rem; padding: .5rem .75rem; margin: .5rem 0 0; }
        details { margin-top: 2rem; }
        summary { cursor: pointer; color: var(--accent); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .75rem 0; }
        dt { color: var(--soft); } dd { margin: 0; min-width: 0; }
        pre { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; overflow-x: auto; overflow-wrap: normal; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        </style>
        </head>
        <body>
        <main>
        <h1 id="title">A trained network</h1>
        <p class="soft" id="about">Loading …</p>
        <label id="drop" for="pictures">
          Drop pictures here, paste one, or <strong>choose files</strong><br>
          <span class="soft">JPEG, PNG or WebP; they stay on this machine</span>
          <input id="pictures" type="file" accept="image/jpeg,image/png,image/webp" multiple>
        </label>
        <p class="hidden" id="status" role="status" aria-live="polite"></p>
        <h2 class="hidden">Results</h2>
        <ul id="results"></ul>
        <details>
          <summary>The network, and how programs ask it</summary>
          <dl id="facts"></dl>
          <pre id="curl" tabindex="0"></pre>
        </details>
        <noscript><p class="error">This page needs its script; programs can send pictures to /predict without it.</p></noscript>
        </main>
        <script nonce="NONCE">
        "use strict";
        const byId = name => document.getElementById(name);
        const drop = byId("drop"), input = byId("pictures"), results = byId("results"), status = byId("status");
        const element = (tag, text, className) => {
          const made = document.createElement(tag);
          if (text !== undefined) made.textContent = text;
          if (className) made.className = className;
          return made;
        };
        const percent = number => (100 * number).toFixed(1) + " %";

        fetch("model").then(answer => answer.json()).then(model => {
          document.title = model.name + " · netspec";
          byId("title").textContent = model.name;
          const shown = model.classes.slice(0, 8).join(", ");
          byId("about").textContent = "Tells pictures of " + model.classes.length + " classes apart: " + shown +
            (model.classes.length > 8 ? ", …" : "");
          const facts = {
            "input": model.input.join(" × ") + " (channels, height, width)",
            "parameters": model.totals.parameters.toLocaleString("en"),
            "multiply-adds": model.totals.multiplyAdds.toLocaleString("en") + " a picture",
            "classes": model.classes.join(", "), "weights": model.weights };
          for (const [name, value] of Object.entries(facts)) byId("facts").append(element("dt", name), element("dd", value));
          byId("curl").textContent = "curl --data-binary @cat.jpg " + location.origin + "/predict";
        }).catch(() => { byId("about").textContent = "The server does not answer."; });

        const waiting = [];
        let running = false;

        function add(files) {
          for (const file of files) {
            const item = element("li");
            const picture = element("img");
            picture.alt = "";
            picture.src = URL.createObjectURL(file);
            picture.onerror = () => picture.remove();
            const name = element("h2", file.name || "pasted picture");
            const note = element("p", "waiting …", "soft");
            item.append(picture, name, note);
            results.prepend(item);
            waiting.push({file, item, note});
          }
          if (!running) next();
        }

        async function next() {
          const job = waiting.shift();
          running = job !== undefined;
          if (!job) return;
          job.note.textContent = "looking …";
          const name = job.file.name || "The picture";
          try {
            const answer = await ask(job.file);
            const value = await answer.json();
            if (!answer.ok) throw new Error(value.error.message + (value.error.help ? "; " + value.error.help : ""));
            show(job, value.pictures[0].top, name);
          } catch (error) {
            job.note.remove();
            const message = element("p", error.message, "error");
            job.item.append(message);
            status.textContent = name + ": " + error.message;
          }
          next();
        }

        async function ask(file) {
          for (let tries = 0; ; tries++) {
            const answer = await fetch("predict", {method: "POST", body: file, headers: {"Content-Type": "application/octet-stream"}});
            if (answer.status !== 503 || tries === 9) return answer;
            await new Promise(done => setTimeout(done, 1000));
          }
        }

        function show(job, top, name) {
          job.note.remove();
          const list = element("ol", undefined, "guesses");
          top.forEach((guess, place) => {
            const item = element("li");
            const line = element("div", undefined, "guess" + (place === 0 ? " first" : ""));
            line.append(element("span", guess["class"]), element("span", percent(guess.probability)));
            const track = element("div", undefined, "track");
            const bar = element("div");
            bar.style.width = (100 * guess.probability) + "%";
            track.setAttribute("aria-hidden", "true");
            track.append(bar);
            item.append(line, track);
            list.append(item);
          });
          job.item.append(list);
          status.textContent = name + ": " + top[0]["class"] + ", " + percent(top[0].probability);
        }

        input.addEventListener("change", () => { add(input.files); input.value = ""; });
        for (const kind of ["dragenter", "dragover"]) document.addEventListener(kind, event => {
          event.preventDefault();
          drop.classList.add("over");
        });
        for (const kind of ["dragleave", "drop"]) document.addEventListener(kind, event => {
          event.preventDefault();
          if (kind === "drop" || event.relatedTarget === null) drop.classList.remove("over");
        });
        document.addEventListener("drop", event => add(event.dataTransfer.files));
        document.addEventListener("paste", event => add(event.clipboardData.files));
        </script>
        </body>
        </html>

        """#
}
