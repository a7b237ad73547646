/// A moment in UTC, in whole milliseconds since 1970.
package struct Instant: Hashable, Comparable, Sendable, Codable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    package static func + (left: Self, right: Duration) -> Self {
        Self(milliseconds: left.milliseconds + right.wholeMilliseconds)
    }

    package static func - (left: Self, right: Duration) -> Self {
        Self(milliseconds: left.milliseconds - right.wholeMilliseconds)
    }
}

extension Duration {
    package static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }
    package static func hours(_ count: Int) -> Duration { .seconds(3_600 * count) }
    package static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }

    package var wholeMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Instant {
    /// ISO 8601 in UTC with milliseconds: `2026-11-04T20:10:06.927Z`.
    package var iso: String {
        let (days, rest) = milliseconds.flooredDivision(by: 86_400_000)
        let (year, month, day) = Self.civil(fromDays: days)
        let hour = rest / 3_600_000, minute = rest / 60_000 % 60, second = rest / 1_000 % 60
        // Nobody's calendar here goes beyond what four digits tell.
        let shownYear = min(max(year, 0), 9_999)
        return String(unsafeUninitializedCapacity: 24) { buffer in
            var count = 0
            func write(_ number: Int64, _ digits: Int, _ mark: Unicode.Scalar) {
                var rest = number
                for place in stride(from: count + digits - 1, through: count, by: -1) {
                    buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                buffer[count + digits] = UInt8(ascii: mark)
                count += digits + 1
            }
            write(shownYear, 4, "-")
            write(month, 2, "-")
            write(day, 2, "T")
            write(hour, 2, ":")
            write(minute, 2, ":")
            write(second, 2, ".")
            write(rest % 1_000, 3, "Z")
            return count
        }
    }

    /// Reads an RFC 3339 date-time, or a date (midnight, UTC); nil for anything else.
    package init?(iso text: String) {
        var reader = Digits(text)
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var total = Self.days(year: year, month: month, day: day) * 86_400_000
        if !reader.isAtEnd {
            guard reader.skip("T") || reader.skip("t") || reader.skip(" "), let hour = reader.number(2),
                reader.skip(":"),
                let minute = reader.number(2), reader.skip(":"), let second = reader.number(2),
                hour < 24, minute < 60, second <= 60
            else { return nil }
            total += ((hour * 60 + minute) * 60 + second) * 1_000 + reader.fraction()
            guard let offset = reader.offset(), reader.isAtEnd else { return nil }
            total -= offset
        }
        milliseconds = total
    }

    // Days since 1970 and the proleptic Gregorian calendar, by Howard Hinnant's algorithms.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shifted.flooredDivision(by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

private struct Digits {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Character) -> Bool {
        guard let first = rest.first, first == character.asciiValue else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int64? {
        guard rest.count >= width else { return nil }
        var value: Int64 = 0
        for byte in rest.prefix(width) {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        rest = rest.dropFirst(width)
        return value
    }

    /// The milliseconds of a fraction such as `.25`, if one follows.
    mutating func fraction() -> Int64 {
        guard skip(".") else { return 0 }
        var value: Int64 = 0, scale: Int64 = 100
        while let byte = rest.first, (48...57).contains(byte) {
            value += Int64(byte - 48) * scale
            scale /= 10
            rest = rest.dropFirst()
        }
        return value
    }

    /// The offset from UTC in milliseconds; nil when it is malformed or absent.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64 = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hour = number(2), skip(":"), let minute = number(2) else { return nil }
        return sign * (hour * 60 + minute) * 60_000
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let remainder = ((self % divisor) + divisor) % divisor
        return ((self - remainder) / divisor, remainder)
    }
}
