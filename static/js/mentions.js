/** Completes @names in a text: a list of members under the field, a listbox whose chosen option the field names as its active descendant. */

const DELAY_MS = 150;
const STARTED = /(?:^|[^\w@./-])@([A-Za-z0-9][A-Za-z0-9_-]{0,29})$/;
let lists = 0;

export function complete(field, url, label) {
  if (!url) return;
  const list = makeList(field, label);
  let options = [];
  let chosen = -1;
  let turn = 0;
  let waiting = 0;

  const started = () => STARTED.exec(field.value.slice(0, field.selectionStart))?.[1];

  function close() {
    turn++;
    options = [];
    chosen = -1;
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    chosen = (index + options.length) % options.length;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === chosen)));
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
  }

  function take(index) {
    const end = field.selectionStart;
    const name = options[index].username;
    field.setRangeText(`${name} `, end - started().length, end, "end");
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  }

  function show(members) {
    if (!members.length) return close();
    options = members;
    list.replaceChildren(...members.map((member, index) => makeOption(member, `${list.id}-${index}`)));
    list.hidden = false;
    choose(0);
  }

  async function ask(name) {
    const mine = ++turn;
    try {
      const response = await fetch(`${url}?q=${encodeURIComponent(name)}`);
      const { members } = await response.json();
      if (mine === turn) show(members);
    } catch {
      close();
    }
  }

  const look = () => {
    clearTimeout(waiting);
    const name = started();
    if (name) waiting = setTimeout(() => ask(name), DELAY_MS);
    else close();
  };

  field.addEventListener("input", look);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const deed = { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: () => take(chosen), Tab: () => take(chosen), Escape: close }[event.key];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  });
  field.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => take([...list.children].indexOf(event.target.closest("li"))));
  if (document.activeElement === field) look(); // what was typed before this came
}

function makeList(field, label) {
  const list = document.createElement("ul");
  list.id = `members-${++lists}`;
  list.className = "suggest__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  field.parentElement.classList.add("suggest");
  field.after(list);
  for (const [name, value] of Object.entries({ "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": list.id, autocomplete: "off" })) {
    field.setAttribute(name, value);
  }
  return list;
}

function makeOption(member, id) {
  const option = document.createElement("li");
  option.id = id;
  option.className = "suggest__option";
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const handle = document.createElement("b");
  handle.textContent = `@${member.username}`;
  const name = document.createElement("span");
  name.textContent = member.name === member.username ? "" : member.name;
  option.append(handle, name);
  return option;
}
