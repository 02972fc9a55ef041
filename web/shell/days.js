// Days and weeks as the district counts them; a day is "2026-11-26", a week "2026-W48".

const ZONE = "Asia/Shanghai";
const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const DAY = 86_400_000;

const at = (day) => new Date(`${day}T00:00:00Z`);
const text = (moment) => moment.toISOString().slice(0, 10);

// The day in the district, wherever the device thinks it is.
export const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(new Date());

export const addDays = (day, count) => text(new Date(at(day).getTime() + count * DAY));

// The ISO week of a day: that of its Thursday.
export function weekOf(day) {
  const moment = at(day);
  const thursday = new Date(moment.getTime() + (3 - ((moment.getUTCDay() + 6) % 7)) * DAY);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const number = 1 + Math.floor((thursday.getTime() - first) / (7 * DAY));
  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, "0")}`;
}

// The weeks whose Thursday lies in a month ("2026-11"), so that each week belongs to one month.
export function weeksOf(month) {
  const weeks = [];
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) {
    if (at(day).getUTCDay() === 4) weeks.push(weekOf(day));
  }
  return weeks;
}

export const weekdayTerm = (day) => WEEKDAYS[at(day).getUTCDay()];

export function dayTerm(day) {
  const [, month, date] = day.split("-").map(Number);
  return `${month}月${date}日`;
}
