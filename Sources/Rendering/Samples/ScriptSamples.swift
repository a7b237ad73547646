/// For a shell, with cURL.
enum ShellSample {
    static func lines(_ request: SampleRequest) -> [String] {
        let body = body(request)
        let method: String =
            switch request.method {
            case "HEAD": "--head "
            case "GET" where body.isEmpty: ""
            default: "-X \(request.method) "
            }
        var lines = ["curl \(method)\(SampleText.shell(request.url))"]
        lines += request.headers.map { "-H \(SampleText.shell("\($0.name): \($0.value)"))" } + body
        return lines.enumerated().map { place, line in
            (place > 0 ? "  " : "") + line + (place + 1 < lines.count ? " \\" : "")
        }
    }

    private static func body(_ request: SampleRequest) -> [String] {
        if let file = request.file { return ["--data-binary \(SampleText.shell("@\(file)"))"] }
        // curl takes a body that begins with @ for the name of a file.
        if let body = request.body { return ["\(body.hasPrefix("@") ? "--data-raw" : "-d") \(SampleText.shell(body))"] }
        return request.form.map { field in
            guard request.isMultipart else {
                return "--data-urlencode \(SampleText.shell("\(AddressText.encoded(field.name))=\(field.value)"))"
            }
            let type = field.mediaType.map { ";type=\($0)" } ?? ""
            if field.isFile { return "-F \(SampleText.shell("\(field.name)=@\(field.value)\(type)"))" }
            if !type.isEmpty {
                let text = field.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                return "-F \(SampleText.shell("\(field.name)=\"\(text)\"\(type)"))"
            }
            let isPlain =
                !field.value.contains(";") && !field.value.hasPrefix("@") && !field.value.hasPrefix("<")
                && !field.value.hasPrefix("\"")
            return "\(isPlain ? "-F" : "--form-string") \(SampleText.shell("\(field.name)=\(field.value)"))"
        }
    }
}

/// With the package `requests`.
enum PythonSample {
    private static let known: Set<String> = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]

    static func lines(_ request: SampleRequest) -> [String] {
        let method = request.method
        var lines = ["import requests", ""]
        lines +=
            known.contains(method)
            ? ["response = requests.\(method.lowercased())("]
            : ["response = requests.request(", "    \(text(method)),"]
        lines.append("    \(text(request.url)),")
        if !request.headers.isEmpty {
            lines.append("    headers={")
            lines += request.headers.map { "        \(text($0.name)): \(text($0.value))," }
            lines.append("    },")
        }
        return lines + body(request) + [")", "print(response.text)"]
    }

    private static func text(_ text: String) -> String { SampleText.quoted(text) }

    private static func body(_ request: SampleRequest) -> [String] {
        if let file = request.file { return ["    data=open(\(text(file)), \"rb\"),"] }
        if let body = request.body {
            guard let block = SampleText.block(body, without: ["\"\"\""]), !body.hasSuffix("\"") else {
                return ["    data=\(text(body)).encode(),"]
            }
            var lines = block.map { $0.replacing("\\", with: "\\\\") }
            lines[0] = "    data=\"\"\"" + lines[0]
            lines[lines.count - 1] += "\"\"\".encode(),"
            return lines
        }
        if request.form.isEmpty { return [] }
        let fields = request.form.map { field in
            guard request.isMultipart else { return "        (\(text(field.name)), \(text(field.value)))," }
            let type = field.mediaType.map { ", \(text($0))" } ?? ""
            let value =
                field.isFile
                ? "(\(text(field.value)), open(\(text(field.value)), \"rb\")\(type))"
                : "(None, \(text(field.value))\(type))"
            return "        (\(text(field.name)), \(value)),"
        }
        return ["    \(request.isMultipart ? "files" : "data")=["] + fields + ["    ],"]
    }
}

/// With `fetch`, in Node.js and in browsers.
struct ScriptSample {
    let isNode: Bool

    func lines(_ request: SampleRequest) -> [String] {
        var lines: [String] = []
        if isNode, request.file != nil || request.form.contains(where: \.isFile) {
            lines += ["import { readFile } from \"node:fs/promises\";", ""]
        }
        var options: [String] = []
        if request.method != "GET" || request.hasBody { options.append("  method: \(text(request.method)),") }
        if !request.headers.isEmpty {
            options.append("  headers: {")
            options += request.headers.map { "    \(text($0.name)): \(text($0.value))," }
            options.append("  },")
        }
        if !request.form.isEmpty {
            lines += form(request)
            options.append("  body: form,")
        } else if let file = request.file {
            options.append("  body: \(self.file(file)),")
        } else if let body = request.body {
            options += self.body(body)
        }
        let address = text(request.url)
        lines +=
            options.isEmpty
            ? ["const response = await fetch(\(address));"]
            : ["const response = await fetch(\(address), {"] + options + ["});"]
        return lines + ["console.log(await response.text());"]
    }

    private func text(_ text: String) -> String { SampleText.quoted(text) }

    private func file(_ name: String) -> String {
        isNode ? "await readFile(\(text(name)))" : "document.querySelector(\"input[type=file]\").files[0]"
    }

    private func body(_ body: String) -> [String] {
        guard let block = SampleText.block(body, without: ["`", "${"]) else { return ["  body: \(text(body)),"] }
        var lines = block.map { $0.replacing("\\", with: "\\\\") }
        lines[0] = "  body: `" + lines[0]
        lines[lines.count - 1] += "`,"
        return lines
    }

    private func form(_ request: SampleRequest) -> [String] {
        let fields = request.form.map { field in
            let name = text(field.name)
            if field.isFile {
                let options = field.mediaType.map { ", { type: \(text($0)) }" } ?? ""
                return isNode
                    ? "form.append(\(name), new Blob([\(file(field.value))]\(options)), \(text(field.value)));"
                    : "form.append(\(name), \(file(field.value)));"
            }
            guard let type = field.mediaType else { return "form.append(\(name), \(text(field.value)));" }
            return "form.append(\(name), new Blob([\(text(field.value))], { type: \(text(type)) }));"
        }
        return ["const form = new \(request.isMultipart ? "FormData" : "URLSearchParams")();"] + fields + [""]
    }
}

/// With the `net/http` of Ruby.
enum RubySample {
    private static let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]

    static func lines(_ request: SampleRequest) -> [String] {
        let method = request.method
        let make =
            known.contains(method)
            ? "Net::HTTP::\(method.prefix(1) + method.dropFirst().lowercased()).new(uri)"
            : "Net::HTTPGenericRequest.new(\(text(method)), true, true, uri)"
        var lines = ["require \"net/http\"", "", "uri = URI(\(text(request.url)))", "request = \(make)"]
        lines += request.headers.map { "request[\(text($0.name))] = \(text($0.value))" }
        lines += body(request)
        return lines + [
            "response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == \"https\") do |http|",
            "  http.request(request)", "end", "puts response.body",
        ]
    }

    private static func text(_ text: String) -> String { SampleText.quoted(text, .braced, also: "#") }

    private static func body(_ request: SampleRequest) -> [String] {
        if let file = request.file { return ["request.body = File.binread(\(text(file)))"] }
        if let body = request.body {
            guard let block = SampleText.block(body, without: ["\nBODY"]) else {
                return ["request.body = \(text(body))"]
            }
            return ["request.body = <<'BODY'.chomp"] + block + ["BODY"]
        }
        if request.form.isEmpty { return [] }
        let fields = request.form.map { field in
            let value = field.isFile ? "File.open(\(text(field.value)), \"rb\")" : text(field.value)
            let type = field.mediaType.map { ", { content_type: \(text($0)) }" } ?? ""
            return "  [\(text(field.name)), \(value)\(request.isMultipart ? type : "")],"
        }
        let type = request.isMultipart ? "multipart/form-data" : "application/x-www-form-urlencoded"
        return ["request.set_form(["] + fields + ["], \(text(type)))"]
    }
}

/// With PHP's curl.
enum PHPSample {
    static func lines(_ request: SampleRequest) -> [String] {
        var lines = ["<?php", "$curl = curl_init(\(text(request.url)));", "curl_setopt_array($curl, ["]
        lines += ["    CURLOPT_RETURNTRANSFER => true,", "    CURLOPT_CUSTOMREQUEST => \(text(request.method)),"]
        if request.method == "HEAD" { lines.append("    CURLOPT_NOBODY => true,") }
        if !request.writtenHeaders.isEmpty {
            lines.append("    CURLOPT_HTTPHEADER => [")
            lines += request.writtenHeaders.map { "        \(text("\($0.name): \($0.value)"))," }
            lines.append("    ],")
        }
        return lines + body(request) + ["]);", "echo curl_exec($curl);"]
    }

    private static func text(_ text: String) -> String { SampleText.quoted(text, .braced, also: "$") }

    private static func body(_ request: SampleRequest) -> [String] {
        let pieces = request.pieces
        if pieces.isEmpty { return [] }
        if let body = request.body, let block = SampleText.block(body, without: ["BODY"]) {
            return ["    CURLOPT_POSTFIELDS => <<<'BODY'"] + block + ["BODY,"]
        }
        let texts = pieces.map { piece in
            switch piece {
            case .text(let text): Self.text(text)
            case .file(let name): "file_get_contents(\(text(name)))"
            }
        }
        return ["    CURLOPT_POSTFIELDS => \(texts.joined(separator: "\n        . ")),"]
    }
}
