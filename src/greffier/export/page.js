(function () {
  "use strict";
  var lit = [];
  function clear() { lit.forEach(function (el) { el.classList.remove("on"); }); lit = []; }
  function light(el) { if (el) { el.classList.add("on"); lit.push(el); } }
  function ids(el) { return el.dataset.r ? el.dataset.r.split(" ") : []; }
  function evidence(id) { return document.querySelectorAll('.s[data-r~="' + id + '"]'); }
  function show(target) {
    var el = target.closest ? target.closest(".rec, .s") : null;
    clear();
    if (!el) { return null; }
    if (el.classList.contains("rec")) { light(el); evidence(el.id).forEach(light); return el; }
    ids(el).forEach(function (id) { light(document.getElementById(id)); evidence(id).forEach(light); });
    return el;
  }
  function reveal(target) {
    var el = show(target);
    if (!el) { return; }
    var isRecord = el.classList.contains("rec");
    var goal = isRecord ? evidence(el.id)[0] : document.getElementById(ids(el)[ids(el).length - 1]);
    if (!goal) { return; }
    if (!isRecord) { goal.scrollIntoView({ block: "nearest" }); return; }
    var panel = goal.closest(".text");
    panel.scrollTop += goal.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  }
  document.addEventListener("mouseover", function (event) { show(event.target); });
  document.addEventListener("focusin", function (event) { reveal(event.target); });
  document.addEventListener("click", function (event) { reveal(event.target); });
})();
