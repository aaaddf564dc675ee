/* Search of the static edition. FOLD, WORDS and ADDRESSES come from words.js, INDEX from index.js, both made with
   the pages. Letters are folded by the same
   table as in the app: FOLD maps every letter that changes; NOTHING drops a letter. */
(function () {
  "use strict";
  function fold(text) {
    var out = "";
    for (var letter of text) {
      var to = FOLD[letter];
      out += to === undefined ? letter : to;
    }
    return out.split(" ").filter(Boolean).join(" ");
  }
  window.fieldrefFold = fold;
  function whole(stepwise) {       /* each line begins with how much it has of the one before */
    var last = "";
    return stepwise.split("\n").map(function (line) {
      last = last.slice(0, parseInt(line.charAt(0), 36)) + line.slice(1);
      return last;
    });
  }
  var field = document.getElementById("q");
  if (!field) { return; }
  var list = document.getElementById("found"), said = document.getElementById("said");
  var language = document.documentElement.lang, words = null, addresses = whole(ADDRESSES);

  function vocabulary() {
    if (words) { return words; }
    words = [];
    whole(WORDS).forEach(function (line) {
      var at = line.indexOf(" "), records = [], last = 0;
      line.slice(at + 1).split(",").forEach(function (step) {
        var title = step.charAt(0) === "!";
        last += parseInt(title ? step.slice(1) : step, 36);
        records.push([last, title ? 6 : 1]);
      });
      words.push([line.slice(0, at), records]);
    });
    return words;
  }
  function kind(address) {         /* a place inside the page of a province is a district */
    return address.indexOf("#") > 0 ? "district" : address.split("/")[0];
  }
  function near(a, b) {            /* at most one slip: a letter more, less, other, or two exchanged */
    if (Math.abs(a.length - b.length) > 1) { return false; }
    var i = 0;
    while (i < a.length && i < b.length && a[i] === b[i]) { i++; }
    return a.slice(i + 1) === b.slice(i + 1) || a.slice(i) === b.slice(i + 1) || a.slice(i + 1) === b.slice(i) ||
      (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2));
  }
  function matching(word, last) {
    var scores = new Map(), all = vocabulary(), rank, meant = word, most = 0;
    function add(entry, weight) {
      entry[1].forEach(function (pair) {
        scores.set(pair[0], Math.max(scores.get(pair[0]) || 0, pair[1] * weight));
      });
    }
    all.forEach(function (entry) {
      rank = entry[0] === word ? 4 : entry[0].startsWith(word) && (last || word.length > 3) ? 2 : 0;
      if (rank) { add(entry, rank); }
    });
    if (!scores.size && word.length > 3) {
      all.forEach(function (entry) {
        if (!near(word, entry[0])) { return; }
        add(entry, 1);
        if (meant === word || entry[1].length > most) { meant = entry[0]; most = entry[1].length; }
      });
    }
    return { scores: scores, meant: meant };
  }
  function search(text) {
    var asked = fold(text).split(" ").filter(function (word) { return word && !(word in STOP); });
    if (!asked.length) { asked = fold(text).split(" ").filter(Boolean); }
    var total = null, meant = [];
    asked.forEach(function (word, at) {
      var found = matching(word, at === asked.length - 1), scores = found.scores;
      meant.push(found.meant);
      if (total === null) { total = scores; return; }
      total.forEach(function (score, id) {
        if (scores.has(id)) { total.set(id, score + scores.get(id)); } else { total.delete(id); }
      });
    });
    var named = meant.join(" ") === asked.join(" ") ? fold(text) : meant.join(" ");
    var ids = total ? Array.from(total.keys()) : [];
    function worth(id) {
      var title = fold(INDEX.titles[id]);
      return total.get(id) + Number(WORTH[id]) / 10 + (title === named ? 20 : title.startsWith(named) ? 6 : 0);
    }
    return ids.map(function (id) { return [worth(id), id]; })
      .sort(function (a, b) { return b[0] - a[0] || a[1] - b[1]; });
  }
  window.fieldrefSearch = function (text) {
    return search(text).map(function (pair) { return addresses[pair[1]]; });
  };
  function show() {
    var text = field.value, hits = text.trim() ? search(text) : [];
    list.textContent = "";
    hits.slice(0, 50).forEach(function (pair) {
      var number = pair[1], address = addresses[number], item = document.createElement("li"), link = document.createElement("a");
      link.href = address.replace(/(#|$)/, ".html$1");
      link.textContent = INDEX.titles[number];
      item.appendChild(link);
      var beside = document.createElement("span");
      beside.className = "small";
      beside.textContent = " " + [INDEX.kinds[kind(address)], INDEX.contexts[INDEX.context[number]]].filter(Boolean).join(" · ");
      item.appendChild(beside);
      if (INDEX.unread[number]) {
        var mark = document.createElement("span");
        mark.className = "mark";
        mark.textContent = INDEX.not_reviewed;
        item.appendChild(document.createTextNode(" "));
        item.appendChild(mark);
      }
      list.appendChild(item);
    });
    said.textContent = !text.trim() ? "" : hits.length ? INDEX.found.replace("{count}", hits.length) : INDEX.none;
    document.getElementById("lists").hidden = Boolean(text.trim());
    try { history.replaceState(null, "", text.trim() ? "#q=" + encodeURIComponent(text) : location.pathname); }
    catch (problem) { /* an old browser on a page from a stick */ }
  }
  var asked = /^#q=(.*)$/.exec(location.hash);
  if (asked) { field.value = decodeURIComponent(asked[1]); }
  field.addEventListener("input", show);
  document.getElementById("search").addEventListener("submit", function (event) { event.preventDefault(); show(); });
  if (field.value) { show(); }
})();
