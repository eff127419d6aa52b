import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ago, atTime, clockTime, count, dayAndTime, duration, people, waitingTime } from '../../src/core/times.ts';

const VIENNA = 'Europe/Vienna';
/** An instant of the clocks of Vienna, whose offset from UTC is given. */
const vienna = (local: string, offset: '+01:00' | '+02:00'): number => Date.parse(`${local}:00${offset}`);

describe('a time, as it is read at another time', () => {
  test.each<[what: string, at: number, now: number, zone: string, day: string, same: string]>([
    ['later the same day', Date.UTC(2026, 10, 20, 14, 5), Date.UTC(2026, 10, 20, 9), 'UTC', 'today, 14:05', 'at 14:05'],
    ['earlier the same day', Date.UTC(2026, 10, 20, 0, 0), Date.UTC(2026, 10, 20, 23, 59), 'UTC', 'today, 00:00', 'at 00:00'],
    [
      'a minute later, behind midnight',
      Date.UTC(2026, 10, 21),
      Date.UTC(2026, 10, 20, 23, 59),
      'UTC',
      'tomorrow, 00:00',
      'tomorrow, 00:00',
    ],
    [
      'a minute before, before midnight',
      Date.UTC(2026, 10, 20, 23, 59),
      Date.UTC(2026, 10, 21),
      'UTC',
      'yesterday, 23:59',
      'yesterday, 23:59',
    ],
    ['two days later', Date.UTC(2026, 10, 22, 8), Date.UTC(2026, 10, 20, 9), 'UTC', 'on 22 November, 08:00', 'on 22 November, 08:00'],
    ['two days before', Date.UTC(2026, 10, 18, 8), Date.UTC(2026, 10, 20, 9), 'UTC', 'on 18 November, 08:00', 'on 18 November, 08:00'],
    ['behind the end of the year', Date.UTC(2027, 0, 1, 1), Date.UTC(2026, 11, 31, 23), 'UTC', 'tomorrow, 01:00', 'tomorrow, 01:00'],
    [
      'tomorrow elsewhere, today here',
      Date.UTC(2026, 10, 21, 2),
      Date.UTC(2026, 10, 20, 20),
      'America/New_York',
      'today, 21:00',
      'at 21:00',
    ],
    [
      'today elsewhere, tomorrow here',
      Date.UTC(2026, 10, 20, 16),
      Date.UTC(2026, 10, 20, 12),
      'Asia/Tokyo',
      'tomorrow, 01:00',
      'tomorrow, 01:00',
    ],
    [
      'over the night in which an hour is left out',
      vienna('2026-03-29T03:00', '+02:00'),
      vienna('2026-03-28T23:30', '+01:00'),
      VIENNA,
      'tomorrow, 03:00',
      'tomorrow, 03:00',
    ],
    [
      'within the day of 23 hours',
      vienna('2026-03-29T23:59', '+02:00'),
      vienna('2026-03-29T00:00', '+01:00'),
      VIENNA,
      'today, 23:59',
      'at 23:59',
    ],
    [
      'within the day of 25 hours',
      vienna('2026-10-25T23:59', '+01:00'),
      vienna('2026-10-25T00:00', '+02:00'),
      VIENNA,
      'today, 23:59',
      'at 23:59',
    ],
    [
      '24 hours later, behind the day of 25 hours',
      vienna('2026-10-25T00:30', '+02:00') + 24 * 3_600_000,
      vienna('2026-10-25T00:30', '+02:00'),
      VIENNA,
      'today, 23:30',
      'at 23:30',
    ],
  ])('%s', (_what, at, now, zone, day, same) => {
    expect(dayAndTime(at, now, zone)).toBe(day);
    expect(atTime(at, now, zone)).toBe(same);
  });

  test('is of today exactly when the calendars of both agree, in every time zone', () => {
    const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) });
    const apart = fc.integer({ min: -3 * 86_400_000, max: 3 * 86_400_000 });
    const zones = fc.constantFrom('UTC', VIENNA, 'America/St_Johns', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Australia/Lord_Howe');
    const calendarDay = (at: number, timeZone: string): string => new Date(at).toLocaleDateString('sv-SE', { timeZone });
    fc.assert(
      fc.property(instant, apart, zones, (now, ms, zone) => {
        const at = now + ms;
        const words = dayAndTime(at, now, zone);
        expect(words).toMatch(/^(today|tomorrow|yesterday|on \d{1,2} [A-Z][a-z]+), ([01]\d|2[0-3]):[0-5]\d$/);
        expect(words.startsWith('today')).toBe(calendarDay(at, zone) === calendarDay(now, zone));
        expect(words.endsWith(clockTime(at, zone))).toBe(true);
        if (words.startsWith('tomorrow')) expect(at).toBeGreaterThan(now);
        if (words.startsWith('yesterday')) expect(at).toBeLessThan(now);
        expect(atTime(at, now, zone)).toBe(words.startsWith('today') ? `at ${clockTime(at, zone)}` : words);
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  [0, 'just now'],
  [59_999, 'just now'],
  [60_000, 'a minute ago'],
  [119_999, 'a minute ago'],
  [120_000, '2 minutes ago'],
  [3_599_999, '59 minutes ago'],
  [3_600_000, 'at 13:05'],
  [26 * 3_600_000, 'yesterday, 12:05'],
  [-1, 'at 14:05'],
])('what happened %i ms ago happened %s', (ms, words) => {
  const now = Date.UTC(2026, 10, 20, 14, 5);
  expect(ago(now - ms, now, 'UTC')).toBe(words);
});

test.each([
  [1_000, '1 second'],
  [30_000, '30 seconds'],
  [60_000, '1 minute'],
  [90_000, '90 seconds'],
  [3_600_000, '1 hour'],
  [4 * 3_600_000, '4 hours'],
  [90 * 60_000, '90 minutes'],
  [86_400_000, '1 day'],
  [7 * 86_400_000, '7 days'],
])('a rule’s %i ms are %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test.each([
  [1, '1 second'],
  [999, '1 second'],
  [39_001, '40 seconds'],
  [120_000, '120 seconds'],
  [120_001, '3 minutes'],
  [3_412_000, '57 minutes'],
  [7_200_001, '3 hours'],
  [40 * 3_600_000, '40 hours'],
])('to wait for %i ms is to wait for %s, and never for longer than that', (ms, words) => {
  expect(waitingTime(ms)).toBe(words);
});

test.each([
  [0, '0 people', '0 entries'],
  [1, '1 person', '1 entry'],
  [2, '2 people', '2 entries'],
  [212, '212 people', '212 entries'],
  [1_234_567, '1,234,567 people', '1,234,567 entries'],
])('counts %i', (number, ofPeople, ofEntries) => {
  expect(people(number)).toBe(ofPeople);
  expect(count(number, 'entry', 'entries')).toBe(ofEntries);
});
