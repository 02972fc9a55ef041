// Which plans are in force: of each week and area the published version with the highest number.

export function inForce(plans) {
  const newest = new Map();
  for (const plan of plans) {
    const key = `${plan.week} ${plan.subdistrict?.id ?? ""}`;
    if (!newest.has(key) || newest.get(key).number < plan.number) newest.set(key, plan);
  }
  return [...newest.values()];
}
