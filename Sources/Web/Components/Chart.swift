package import Model
package import Rendering

extension UI {
    /// Calls by day as bars, drawn on the server, with the numbers in a table behind it.
    package static func usageChart(_ days: [UsageDay]) -> HTML {
        let total = days.reduce(0) { $0 + $1.requests }, errors = days.reduce(0) { $0 + $1.errors }
        guard total > 0, let first = days.first, let last = days.last else {
            return "<p class=\"muted\">No calls in the last \(days.count) days.</p>"
        }
        let highest = days.map(\.requests).max() ?? 1, top = rounded(highest)
        let bars: [HTML] = days.enumerated().map { bar($1, at: $0, of: days.count, top: top) }
        let lines: [HTML] = [0, 0.5, 1].map { part in
            let y = chartHeight - part * chartHeight
            return """
                <line class="chart-line" x1="0" x2="\(number(chartWidth))" y1="\(number(y))" y2="\(number(y))"/>
                """
        }
        let summary =
            "\(grouped(total)) calls in \(days.count) days, \(grouped(errors)) of them failed; "
            + "at most \(grouped(highest)) on one day"
        let rows: [[HTML]] = days.reversed().filter { $0.requests > 0 }.map { day in
            ["\(day.day.iso.prefix(10))", "\(grouped(day.requests))", "\(grouped(day.errors))"]
        }
        return """
            <figure class="chart"><figcaption class="chart-legend"><span><b>\(grouped(total))</b> calls</span>\
            <span class="chart-errors"><b>\(grouped(errors))</b> failed</span>\
            <span class="muted">last \(days.count) days</span>\
            </figcaption><div class="chart-frame"><p class="chart-scale" aria-hidden="true">\
            <span>\(grouped(top))</span>\
            <span>\(grouped(top / 2))</span><span>0</span></p>\
            <svg class="chart-plot" viewBox="0 0 \(number(chartWidth)) \(number(chartHeight))" role="img" \
            preserveAspectRatio="none" aria-label="\(summary)">\(lines)\(bars)</svg></div>\
            <p class="chart-days" aria-hidden="true"><span>\(first.day.iso.prefix(10))</span>\
            <span>\(last.day.iso.prefix(10))</span></p>\
            <details class="chart-table"><summary>Numbers</summary>\
            \(table(caption: "Calls by day", columns: [.init("Day"), .init("Calls", .number), .init("Failed", .number)],
                rows: rows))</details></figure>
            """
    }

    private static let chartWidth = 600.0
    private static let chartHeight = 120.0

    /// What succeeded, and above it what failed.
    private static func bar(_ day: UsageDay, at index: Int, of count: Int, top: Int64) -> HTML {
        if day.requests == 0 { return .empty }
        let step = chartWidth / Double(count), width = step * 0.7
        let x = Double(index) * step + step * 0.15
        let whole = max(1, chartHeight * Double(day.requests) / Double(top))
        let failed = whole * Double(day.errors) / Double(day.requests)
        let title: HTML = "<title>\(day.day.iso.prefix(10)): \(day.requests) calls, \(day.errors) failed</title>"
        let part = { (look: StaticString, y: Double, height: Double) -> HTML in
            height <= 0
                ? .empty
                : """
                <rect class="\(look.description)" x="\(number(x))" y="\(number(y))" width="\(number(width))" \
                height="\(number(height))">\(title)</rect>
                """
        }
        return part("chart-bar", chartHeight - whole + failed, whole - failed)
            + part("chart-bar chart-bar-failed", chartHeight - whole, failed)
    }

    /// The next number that is easy to halve: 2, 4, 10, 20, 40, 100…
    private static func rounded(_ value: Int64) -> Int64 {
        var unit: Int64 = 1
        while true {
            for factor in [2, 4, 10] as [Int64] where unit * factor >= value { return unit * factor }
            unit *= 10
        }
    }

    /// Thousands apart: 34,642.
    private static func grouped(_ number: Int64) -> String {
        let digits = String(number), head = digits.count % 3
        var parts = head == 0 ? [] : [String(digits.prefix(head))]
        var rest = digits.dropFirst(head)
        while !rest.isEmpty {
            parts.append(String(rest.prefix(3)))
            rest = rest.dropFirst(3)
        }
        return parts.joined(separator: ",")
    }

    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
