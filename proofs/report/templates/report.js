"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const shown = document.getElementById("shown");
  const items = [...document.querySelectorAll("[data-claim]")];
  const texts = new Map(
    [...document.querySelectorAll("article[data-claim]")].map((item) => [
      item.dataset.claim,
      item.textContent.toLowerCase(),
    ]),
  );
  const apply = () => {
    const verdict = form.elements.verdict.value;
    const evidence = form.elements.evidence.value;
    const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const kept = new Set();
    for (const item of items) {
      const text = texts.get(item.dataset.claim) || "";
      const keep =
        (!verdict || item.dataset.verdict === verdict) &&
        (!evidence || item.dataset.evidence === evidence) &&
        words.every((word) => text.includes(word));
      item.hidden = !keep;
      if (keep) kept.add(item.dataset.claim);
    }
    shown.textContent = `${kept.size} of ${texts.size} claims shown`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  // A link leads to a claim that the filter hides: show everything first.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      form.reset();
      setTimeout(() => target.scrollIntoView());
    }
  };
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details")) part.open = true;
  });
  apply();
  reveal();
})();
