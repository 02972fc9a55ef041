// Coming in and going: the form, who I am, in which role.

import { ABOUT, ACT_AS, LOG_IN, LOG_IN_WITH_CODE, LOG_OUT, ME, WELCOME } from "./documents.js";
import { html } from "./dom.js";
import { leave, returned } from "./elsewhere.js";
import { ask, keep, LoggedOut } from "./graph.js";

const at = (id) => document.getElementById(id);

async function enter(query, input) {
  const answer = Object.values(await ask(query, { input }))[0];
  if (!answer.tokens) throw new Error([answer.message, ...answer.faults.map((fault) => fault.message)].join("；"));
  keep(answer.tokens);
}

// Shows the form until somebody has come in; a welcome link makes the first administrator.
function form(said) {
  const code = /^#welcome=(.+)$/.exec(location.hash)?.[1];
  at("log-in-title").textContent = code ? "设立首位管理员" : "登录";
  at("password").autocomplete = code ? "new-password" : "current-password";
  at("refused").textContent = said;
  at("entrance").hidden = false;
  at("name").focus();
  return new Promise((resolve) => {
    at("log-in").onsubmit = async (event) => {
      event.preventDefault();
      const given = { name: at("name").value.trim(), password: at("password").value };
      try {
        await (code ? enter(WELCOME, { code, ...given }) : enter(LOG_IN, given));
      } catch (error) {
        at("refused").textContent = error.message;
        return at("password").select();
      }
      if (code) history.replaceState(null, "", "/");
      at("password").value = "";
      at("entrance").hidden = true;
      resolve();
    };
  });
}

function show(me) {
  const named = (grant) => [grant.roleTerm, ...grant.scopes.map((scope) => scope.name)].join(" · ");
  at("me").textContent = `${me.name}（${me.roleTerm}）`;
  at("grant").replaceChildren(...me.grants.map((grant) =>
    html("option", { value: grant.id, selected: grant.current && "" }, named(grant))));
  at("grants").hidden = me.grants.length < 2;
  at("grant").onchange = async () => {
    await enter(ACT_AS, { grantId: at("grant").value });
    location.reload();
  };
  at("log-out").onclick = async () => {
    await ask(LOG_OUT).catch(() => {});
    keep(null);
    location.reload();
  };
  at("session").hidden = false;
}

// Who has come in; the page waits until somebody has.
export async function come(said = "") {
  const { about } = await ask(ABOUT).catch((error) => (error instanceof LoggedOut ? ask(ABOUT) : Promise.reject(error)));
  at("demo").hidden = !about.demo;
  at("elsewhere").hidden = !about.elsewhere;
  at("elsewhere").onclick = leave;
  const back = returned();
  if (back) await enter(LOG_IN_WITH_CODE, back).catch((error) => { said = error.message; });
  for (;;) {
    const { me } = await ask(ME).catch((error) => (error instanceof LoggedOut ? { me: null } : Promise.reject(error)));
    if (me) {
      show(me);
      return me;
    }
    await form(said);
  }
}
