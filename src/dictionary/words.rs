//! The words of the data set: what stands in its columns of statuses, and what each means in both languages.

/// A word, its meaning, its meaning in Chinese.
pub type Word = (&'static str, &'static str, &'static str);

/// Words of the `status` column of `statistics`.
pub const STATUSES: [Word; 8] = [
    ("printed", "The number was read from an unmistakable cell.", "数字印在明确的单元格中。"),
    (
        "inferred",
        "The number is printed; which cell it stands in, or where its digits divide, was decided by the relations of the form, and only one reading is possible.",
        "数字是印出的；在哪一格、数位如何断开由勾稽关系判定，且只有一种读法。",
    ),
    (
        "inferred_by_series",
        "The number is printed; the document leaves several readings of its row, and the report of the year before or after leaves one of them. `build --no-series` leaves such cells ambiguous.",
        "数字是印出的；本报告该行有多种读法，相邻年度的报告只容许其一。`build --no-series` 不作此判定。",
    ),
    ("blank", "An empty cell. It is not a zero.", "空白单元格，不是零。"),
    ("dash", "`/`, `—` and the like.", "`/`、`—` 之类。"),
    ("word", "无 and the like. It is not a zero.", "“无”之类，不是零。"),
    (
        "ambiguous",
        "Several readings remain; `printed` keeps the figures of the row.",
        "仍有多种读法；`printed` 保留该行的数字。",
    ),
    ("unreadable", "The cell holds something that is not a number.", "单元格内容不是数字。"),
];

/// Words of the table status columns of `reports`.
pub const TABLE_STATUSES: [Word; 5] = [
    ("read", "Its cells are in `statistics`.", "其单元格在 `statistics` 中。"),
    (
        "absent",
        "Its heading is there, or its form was in force, but its cells are not in the document: missing, not zero.",
        "有标题或表式当时有效，但文件中没有其单元格：是缺失，不是零。",
    ),
    (
        "picture",
        "Its heading stands where the page shows a picture, or the document holds pictures and not one table. Missing, not zero.",
        "其标题处页面显示的是图片，或文件含图片而没有任何表格。是缺失，不是零。",
    ),
    (
        "sentence",
        "The prose says that there was nothing to report. That is this status, not zeros in cells.",
        "文字说明没有应报事项；记为此状态，不记为零。",
    ),
    ("not_in_form", "The form of the report has no such table.", "报告所用表式没有此表。"),
];

/// Words of the confidence columns of `reports`.
pub const CONFIDENCES: [Word; 3] = [
    (
        "certain",
        "The document's own title, statistics period, preamble or signature states it, and nothing contradicts it.",
        "文件自身的标题、统计期限、开头或落款写明，且无矛盾。",
    ),
    (
        "likely",
        "Only the path, the address, the page's declarations or other words of the text tell it, or more kinds of evidence speak for it than against it.",
        "仅由路径、网址、网页声明或其他文字得知，或支持的证据多于反对的。",
    ),
    (
        "unresolved",
        "Nothing tells it, or the document contradicts itself; a value that is given nonetheless is the most trusted statement.",
        "无从得知，或文件自相矛盾；仍给出的值是最可信的说法。",
    ),
];

/// Words of the `outcome` column of `sources`.
pub const OUTCOMES: [Word; 7] = [
    ("report", "The document is the source of a report in the data set.", "该文件是数据集中某报告的来源。"),
    (
        "duplicate",
        "Another document of the same report was kept; the figures are the same.",
        "已采用同一报告的另一文件，数字相同。",
    ),
    (
        "superseded",
        "Another document of the same report was kept; the figures differ or are fewer.",
        "已采用同一报告的另一文件，数字不同或较少。",
    ),
    ("unresolved", "It is a report, but its reporting year cannot be told.", "是年度报告，但报告年度无法判定。"),
    ("not_a_report", "It is no annual report on government information disclosure.", "不是政府信息公开工作年度报告。"),
    ("unsupported", "Its format or encoding cannot be read.", "格式或编码无法读取。"),
    ("failed", "It could not be read.", "未能读取。"),
];
