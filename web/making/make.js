// Making a plan: a form, then how far the search is, until it ends or is ended.

import { ask, listen } from "../shell/graph.js";
import { say, useAnswer } from "../shell/hooks.js";
import { weekTerm, versionTerm } from "../plan/plan.js";
import { html, useEffect, useRef, useState } from "../vendor/preact/standalone.module.js";
import { Curve } from "./chart.js";
import { GENERATE, PROGRESS, RUNNING, STOP } from "./documents.js";
import { Costs, gapSentence, proved, Refused, refused, scopeName } from "./words.js";

const ENDS = { DONE: "已完成", STOPPED: "已停止，保留到停止时最好的计划", FAILED: "没有成功", INTERRUPTED: "中断" };
const KEPT = 400;
const EFFORT = [[20, "快：20 秒以内"], [60, "一般：1 分钟以内"], [300, "细：5 分钟以内"], [600, "最细：10 分钟以内"]];

// The messages of a search, without those in which nothing moved, and never too many to draw.
function more(history, found) {
  const last = history.at(-1);
  const same = last && JSON.stringify([last.cost, last.bound]) === JSON.stringify([found.cost, found.bound]);
  const next = same ? [...history.slice(0, -1), { ...last, until: found.seconds }] : [...history, { ...found, until: found.seconds }];
  return next.length > KEPT ? next.filter((_, k) => k === 0 || k % 2 === 1 || k > next.length - 50) : next;
}

// What a job says of itself from now on; nothing without a job.
function useProgress(job, ended) {
  const [state, setState] = useState({ now: null, history: [], error: null });
  const end = useRef(ended);
  end.current = ended;
  useEffect(() => {
    setState({ now: null, history: [], error: null });
    if (!job) return undefined;
    let open = true;
    const stop = listen(PROGRESS, { job }, ({ planProgress: now }) => {
      if (!open) return;
      setState((old) => ({ now, error: null, history: now.cost ? more(old.history, now) : old.history }));
      if (now.job.status !== "RUNNING") {
        open = false;
        end.current(now.job);
      }
    }, (error) => open && setState((old) => ({ ...old, error })));
    return () => { open = false; stop(); };
  }, [job]);
  return state;
}

const STAGES = {
  初始方案: "先排出一份能用的",
  岗位覆盖: "补足各班次的人数",
  最小费用流: "把人和班次整体匹配",
  就近就便: "让大家走得更近",
  邻域改进: "一片一片地改进",
  缺口修补: "修补缺口",
  价格: "推算最好能好到哪里",
  线性松弛: "推算最好能好到哪里",
  下界: "推算最好能好到哪里",
};

function stage(now) {
  if (!now) return "正在连接……";
  return proved(now.cost, now.bound) ? "已证明最优，正在写下计划" : STAGES[now.stage] ?? now.stage;
}

function Progress({ job, now, history, error, onStop, stopping }) {
  const running = (now?.job ?? job).status === "RUNNING";
  return html`<section class="making-progress" aria-label="排班进度">
    <p class="making-stage">
      <strong role="status">${running ? stage(now) : ENDS[now.job.status]}</strong>
      ${now && html`<span class="making-seconds"> · 已用 ${Math.round(now.seconds)} 秒</span>`}
      <span class="note"> · ${weekTerm(job.week)} ${scopeName(job.subdistrict)}</span>
    </p>
    ${running && html`<progress aria-label="正在求解"></progress>`}
    <p class="making-gap">${gapSentence(now?.cost, now?.bound)}</p>
    ${now?.cost && html`<${Costs} caption="目前最好的计划与下界" columns=${[["目前最好", now.cost], ["下界", now.bound ?? {}]]} />`}
    <${Curve} history=${history} />
    ${error && html`<${Refused} of=${error} />`}
    ${running && html`<button type="button" onClick=${onStop} disabled=${stopping}>${stopping ? "正在停止……" : "停止，用目前最好的"}</button>`}
  </section>`;
}

// `plan` may be null: what it pins can then not be kept. `onPlan` is told the id of what was made.
export function Making({ week, subdistrict = null, plan = null, onPlan = () => {} }) {
  const [seconds, setSeconds] = useState(60);
  const [keep, setKeep] = useState(null);
  const [seed, setSeed] = useState(0);
  const [job, setJob] = useState(null);
  const [end, setEnd] = useState(null);
  const [fault, setFault] = useState(null);
  const [busy, setBusy] = useState("");
  const scope = subdistrict?.id ?? "";
  const base = plan?.week === week && (plan.subdistrict?.id ?? "") === scope ? plan : null;
  const based = keep ?? Boolean(base && (base.status === "PUBLISHED" || base.origin === "edited"));

  const { answer: jobs } = useAnswer(async () => (await ask(RUNNING)).planJobs.nodes, [week, scope]);
  const mine = jobs?.find((other) => other.week === week && (other.subdistrict?.id ?? "") === scope);
  const others = (jobs ?? []).filter((other) => other !== mine);
  useEffect(() => { setJob(null); setEnd(null); setFault(null); setKeep(null); }, [week, scope]);
  useEffect(() => { if (mine) setJob((old) => old ?? mine); }, [mine?.id]);

  const progress = useProgress(job?.id, (ended) => {
    setEnd(ended);
    setBusy("");
    const made = ended.plan ? "，可以看新版本了" : "";
    say(`排班${ENDS[ended.status]}${made}`, ended.plan ? "" : "bad");
    if (ended.plan) onPlan(ended.plan.id);
  });
  const running = Boolean(job) && !end;

  async function run(kind, document, input, then) {
    setBusy(kind);
    setFault(null);
    try {
      const payload = Object.values(await ask(document, { input }))[0];
      if (refused(payload)) setFault(payload);
      else return then(payload);
    } catch (error) {
      setFault(error);
    }
    setBusy("");
  }

  function start(event) {
    event.preventDefault();
    const input = { week, subdistrictId: subdistrict?.id ?? null, seconds, seed, waitSeconds: 0, basePlanId: based && base ? base.id : null };
    run("start", GENERATE, input, ({ job: begun }) => {
      setEnd(null);
      setJob(begun);
      setBusy("");
    });
  }

  const stop = () => run("stop", STOP, { jobId: job.id, waitSeconds: 0 }, () => {});

  return html`<div class="making">
    <form class="making-form" onSubmit=${start}>
      <p>为<strong>${scopeName(subdistrict)}</strong>排 <strong>${weekTerm(week)}</strong>的计划。先补足人数，再让大家走得近；证明没有更好的就提前结束。</p>
      <label>求解时间
        <select value=${seconds} onChange=${(event) => setSeconds(Number(event.target.value))}>
          ${EFFORT.map(([value, term]) => html`<option value=${value}>${term}</option>`)}
        </select>
      </label>
      ${base && html`<label class="making-check"><input type="checkbox" checked=${based} onChange=${(event) => setKeep(event.target.checked)} />
        以${versionTerm(base)}为底：保留锁定的人，其余的人也尽量不动</label>`}
      <details><summary>更多</summary>
        <label>随机种子 <input type="number" min="0" max="2147483647" value=${seed} onInput=${(event) => setSeed(Number(event.target.value) || 0)} /></label>
        <p class="note">种子相同，结果相同；换一个种子，可能得到同样好的另一份计划。</p>
      </details>
      <button type="submit" class="making-main" disabled=${running || busy === "start"}>${running ? "正在排……" : "生成计划"}</button>
    </form>
    <${Refused} of=${fault} />
    ${job && html`<${Progress} job=${job} ...${progress} onStop=${stop} stopping=${busy === "stop"} />`}
    ${end && !end.plan && html`<${Refused} of=${{ message: `排班${ENDS[end.status]}：${end.message || "没有得到计划"}` }} />`}
    ${end?.plan && end.message && html`<p class="note">${end.message}</p>`}
    ${others.length > 0 && html`<p class="note">另有正在排的：${others.map((other) => `${weekTerm(other.week)} ${scopeName(other.subdistrict)}`).join("；")}。</p>`}
  </div>`;
}
