//! Issues of containers: why a member, or the rest of a container, could not be read.

use crate::issue::{Code, Severity};

/// A password is needed.
pub static ENCRYPTED: Code = Code {
    code: "member_encrypted",
    severity: Severity::Error,
    title: "It is encrypted, and passwords are neither asked for nor tried",
    advice: "Unpack it with its password and give the folder as input",
};

/// The bytes end early or contradict themselves.
pub static DAMAGED: Code = Code {
    code: "container_damaged",
    severity: Severity::Error,
    title: "It is cut off or damaged; what came before the damage was read",
    advice: "Fetch the file again, or repair it and give the result as input",
};

/// More bytes come out than anything honest would hold.
pub static BOMB: Code = Code {
    code: "container_bomb",
    severity: Severity::Error,
    title: "It unpacks to more bytes than the limits allow; the rest was not unpacked",
    advice: "If it is no bomb, unpack it and give the folder as input",
};

/// Containers in containers in containers.
pub static TOO_DEEP: Code = Code {
    code: "container_too_deep",
    severity: Severity::Error,
    title: "It is a container inside too many others and was not opened",
    advice: "Unpack the outer ones and give the folder as input",
};

/// More members than the limit.
pub static TOO_MANY: Code = Code {
    code: "container_too_many_entries",
    severity: Severity::Error,
    title: "It has more members than the limits allow; the rest was not read",
    advice: "Divide it, or unpack it and give the folder as input",
};

/// One member is larger than the limit.
pub static TOO_LARGE: Code = Code {
    code: "member_too_large",
    severity: Severity::Error,
    title: "It is larger than the limits allow to hold in memory and was not read",
    advice: "If it is a container, unpack it and give the folder as input",
};

/// A kind of container or compression that is not opened.
pub static UNSUPPORTED: Code = Code {
    code: "container_unsupported",
    severity: Severity::Error,
    title: "It is packed in a way that is not supported",
    advice: "Unpack it with the program that made it and give the folder as input",
};

/// Links, devices and the like inside a container.
pub static NOT_A_FILE: Code = Code {
    code: "member_not_a_file",
    severity: Severity::Note,
    title: "The member is a link, a device or the like; it is listed and not followed",
    advice: "What a link points to is read where it stands, if it is in the same container",
};

/// A container without members.
pub static EMPTY: Code = Code {
    code: "container_empty",
    severity: Severity::Note,
    title: "The container holds no files",
    advice: "Make sure that the archive was written to its end",
};

/// The system does not give the file out.
pub static UNREADABLE: Code = Code {
    code: "file_unreadable",
    severity: Severity::Error,
    title: "The file cannot be opened or read",
    advice: "See its reason in `sources`: a link, no permission, or a failing disk",
};

/// All codes of this stage.
pub static CODES: [&Code; 10] =
    [&ENCRYPTED, &DAMAGED, &BOMB, &TOO_DEEP, &TOO_MANY, &TOO_LARGE, &UNSUPPORTED, &NOT_A_FILE, &EMPTY, &UNREADABLE];
