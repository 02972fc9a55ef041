# mypy: disable-error-code="no-untyped-def"
# compiled functions take their types from their arguments
"""The best week of one person at given prices, exactly, by dynamic programming over his slots.

A slot is a (start, end) at which the person has candidates; at most one of them can be in his week, and which one only
depends on its price. Slots are ordered by start, so the rules between two shifts need only be asked of neighbours.
The state is (last slot, shifts so far, shifts on that day, minutes so far). All numbers are int64.
"""

import numpy as np
from numba import njit

INFINITE = np.int64(1) << np.int64(60)


@njit(cache=True)
def _allows(start_a, end_a, day_a, start_b, day_b, gap, rest):
    """Whether a shift from start_b may follow one until end_a."""
    return start_b >= end_a + (gap if day_a == day_b else rest)


@njit(cache=True)
def backward(n, start, end, day, cap, minutes, value, load, most, limit, gap, rest, table):
    """Fill table[slot, shifts, on the day, minutes] with the least cost of what may follow; `limit` < 0: no limit."""
    levels = limit + 1 if limit >= 0 else 1
    for i in range(n - 1, -1, -1):
        for j in range(1, most + 1):
            for q in range(1, min(cap[i], j) + 1):
                for m in range(levels):
                    best = np.int64(0)
                    if j < most:
                        for k in range(i + 1, n):
                            if not _allows(start[i], end[i], day[i], start[k], day[k], gap, rest):
                                continue
                            q2 = q + 1 if day[k] == day[i] else 1
                            if q2 > cap[k]:
                                continue
                            m2 = m + minutes[k] if limit >= 0 else 0
                            if m2 >= levels:
                                continue
                            cost = value[k] + load[j] + table[k, j + 1, q2, m2]
                            if cost < best:
                                best = cost
                    table[i, j, q, m] = best


@njit(cache=True)
def forward(n, start, end, day, cap, minutes, value, load, most, limit, gap, rest, table):
    """Fill table[slot, shifts, on the day, minutes] with the least cost of a week so far that ends in the slot."""
    levels = limit + 1 if limit >= 0 else 1
    table[:n, : most + 1] = INFINITE
    for i in range(n):
        m0 = minutes[i] if limit >= 0 else 0
        if cap[i] >= 1 and m0 < levels:
            table[i, 1, 1, m0] = value[i] + load[0]
        for h in range(i):
            if not _allows(start[h], end[h], day[h], start[i], day[i], gap, rest):
                continue
            for j in range(1, most):
                for q in range(1, min(cap[h], j) + 1):
                    q2 = q + 1 if day[h] == day[i] else 1
                    if q2 > cap[i]:
                        continue
                    for m in range(levels):
                        m2 = m + minutes[i] if limit >= 0 else 0
                        if m2 >= levels or table[h, j, q, m] >= INFINITE:
                            continue
                        cost = table[h, j, q, m] + value[i] + load[j]
                        if cost < table[i, j + 1, q2, m2]:
                            table[i, j + 1, q2, m2] = cost


@njit(cache=True)
def slot_values(lo, hi, price, value, pick):
    """The cheapest candidate of each slot: its price in value, its index in pick."""
    for i in range(len(lo)):
        best, at = INFINITE, -1
        for c in range(lo[i], hi[i]):
            if price[c] < best:
                best, at = price[c], c
        value[i] = best
        pick[i] = at


@njit(cache=True)
def best_week(start, end, day, cap, minutes, lo, hi, load, most, limit, gap, rest, price, table, week):
    """Least cost of a week, zero when empty, and its candidates in week (-1 ends them).

    Slots that do not pay even as the first shift are left out before the recursion.
    """
    week[0] = -1
    n = 0
    total = len(lo)
    keep = np.empty(total, np.int64)
    value = np.empty(total, np.int64)
    pick = np.empty(total, np.int64)
    if most < 1:
        return np.int64(0)
    for i in range(total):
        best, at = INFINITE, -1
        for c in range(lo[i], hi[i]):
            if price[c] < best:
                best, at = price[c], c
        if at >= 0 and best + load[0] < 0 and cap[i] >= 1:
            keep[n], value[n], pick[n] = i, best, at
            n += 1
    if n == 0:
        return np.int64(0)
    keep = keep[:n]
    start, end, day, cap, minutes = start[keep], end[keep], day[keep], cap[keep], minutes[keep]
    backward(n, start, end, day, cap, minutes, value, load, most, limit, gap, rest, table)
    levels = limit + 1 if limit >= 0 else 1
    total_cost, count, last, q, m = np.int64(0), 0, -1, 0, 0
    while count < most:  # walk down the table along the least costs
        goal = np.int64(0) if last < 0 else table[last, count, q, m]
        best, at, best_q, best_m = np.int64(0), -1, 0, 0
        for k in range(last + 1, n):
            q2 = 1
            if last >= 0:
                if not _allows(start[last], end[last], day[last], start[k], day[k], gap, rest):
                    continue
                if day[k] == day[last]:
                    q2 = q + 1
            m2 = m + minutes[k] if limit >= 0 else 0
            if q2 > cap[k] or m2 >= levels:
                continue
            cost = value[k] + load[count] + table[k, count + 1, q2, m2]
            if cost < best:
                best, at, best_q, best_m = cost, k, q2, m2
        if at < 0:
            break
        if last < 0:
            total_cost = best
        elif best != goal:
            break
        week[count] = pick[at]
        last, q, m = at, best_q, best_m
        count += 1
    if count < len(week):
        week[count] = -1
    return total_cost


@njit(cache=True, nogil=True)
def all_weeks(variant, ptr, start, end, day, cap, minutes, lo, hi, load, most, limit, gap, rest, price, cost, weeks):
    """The best week of each listed variant: cost[variant], weeks[variant, :]."""
    table = _scratch(variant, ptr, most, limit, cap)
    for v in variant:
        a, b = ptr[v], ptr[v + 1]
        cost[v] = best_week(
            start[a:b], end[a:b], day[a:b], cap[a:b], minutes[a:b], lo[a:b], hi[a:b],
            load[v], most[v], limit[v], gap, rest, price, table, weeks[v],
        )  # fmt: skip


@njit(cache=True)
def _scratch(variant, ptr, most, limit, cap):
    """A table large enough for every listed variant."""
    slots, shifts, on_day, levels = 1, 1, 1, 1
    for v in variant:
        slots = max(slots, ptr[v + 1] - ptr[v])
        shifts = max(shifts, most[v])
        levels = max(levels, limit[v] + 1)
        for i in range(ptr[v], ptr[v + 1]):
            on_day = max(on_day, cap[i])
    return np.empty((slots, shifts + 2, min(on_day, shifts) + 2, levels), np.int64)


@njit(cache=True, nogil=True)
def all_through(variant, ptr, start, end, day, cap, minutes, lo, hi, load, most, limit, gap, rest, price, excess):
    """For each candidate, how much dearer its unit's best week gets with it: the least over the unit's variants."""
    behind = _scratch(variant, ptr, most, limit, cap)
    ahead = np.empty_like(behind)
    excess[:] = INFINITE
    for v in variant:
        a, b = ptr[v], ptr[v + 1]
        n = b - a
        if n == 0 or most[v] < 1:
            continue
        value = np.empty(n, np.int64)
        pick = np.empty(n, np.int64)
        slot_values(lo[a:b], hi[a:b], price, value, pick)
        args_day, args_cap = day[a:b], cap[a:b]
        backward(
            n,
            start[a:b],
            end[a:b],
            args_day,
            args_cap,
            minutes[a:b],
            value,
            load[v],
            most[v],
            limit[v],
            gap,
            rest,
            ahead,
        )
        forward(
            n,
            start[a:b],
            end[a:b],
            args_day,
            args_cap,
            minutes[a:b],
            value,
            load[v],
            most[v],
            limit[v],
            gap,
            rest,
            behind,
        )
        levels = limit[v] + 1 if limit[v] >= 0 else 1
        least = np.int64(0)
        through = np.full(n, INFINITE)
        for i in range(n):
            for j in range(1, most[v] + 1):
                for q in range(1, min(args_cap[i], j) + 1):
                    for m in range(levels):
                        if behind[i, j, q, m] < INFINITE:
                            cost = behind[i, j, q, m] + ahead[i, j, q, m]
                            through[i] = min(through[i], cost)
            least = min(least, through[i])
        for i in range(n):
            if through[i] >= INFINITE:
                continue
            for c in range(lo[a + i], hi[a + i]):
                extra = through[i] - value[i] + price[c] - least
                if extra < excess[c]:
                    excess[c] = extra
