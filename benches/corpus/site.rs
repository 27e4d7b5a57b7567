//! What surrounds a report on the page of a government site, and prose between its tables.

use super::support::rng::Rng;

const SENTENCES: [&str; 10] = [
    "一年来，本机关围绕中心工作，持续推进决策、执行、管理、服务和结果公开，不断提高公开的质量和实效。",
    "及时更新门户网站栏目，全年发布各类信息若干条，其中工作动态占多数，政策文件与解读同步发布。",
    "健全受理、登记、审核、办理、答复、归档各环节制度，对每一件申请都与申请人充分沟通后依法答复。",
    "加强对拟公开信息的保密审查，坚持先审查后公开，一事一审，未发生泄密事件。",
    "在政务服务大厅和图书馆设立查阅场所，配备电脑、打印机和专人引导，方便群众查询。",
    "组织业务培训两期，参训人员覆盖各股室和下属单位，进一步增强了工作人员的公开意识。",
    "存在的问题主要是信息发布不够均衡，个别栏目更新不及时，解读形式较为单一。",
    "下一步将完善工作机制，压实责任，丰富解读方式，提升平台建设水平。",
    "全年未收取信息处理费，也没有因信息公开工作受到责任追究的情况。",
    "对社会关切的热点问题，通过新闻发布、在线访谈等多种方式主动回应。",
];

/// A paragraph of running text.
pub fn paragraph(rng: &mut Rng) -> String {
    (0..2 + rng.below(5)).map(|_| *rng.pick(&SENTENCES)).collect()
}

/// The head of a page, which declares an encoding that may be wrong.
pub fn head(title: &str) -> String {
    let style =
        ".nav li{float:left;width:120px;line-height:36px}.box{margin:0 auto;width:1200px;border:1px solid #ddd}\n";
    format!(
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">\n<title>{title}</title>\n\
         <meta name=\"ArticleTitle\" content=\"{title}\">\n<style>{}</style>\n",
        style.repeat(30)
    )
}

/// A page among navigation, scripts and footer.
pub fn around(rng: &mut Rng, title: &str, page: &str) -> String {
    let script = "function menu(id){var node=document.getElementById(id);if(node){node.className='open'}}\n";
    let link = |n: usize| format!("<li><a href=\"/col/col{n}/index.html\" target=\"_blank\">栏目导航{n}</a></li>\n");
    let links: String = (0..30 + rng.below(40)).map(link).collect();
    let scripts = format!("<script type=\"text/javascript\">{}</script>\n", script.repeat(20 + rng.below(60)));
    format!(
        "{scripts}<div class=\"header\"><ul class=\"nav\">{links}</ul></div>\n<div class=\"position\">当前位置：<a \
         href=\"/\">首页</a> &gt; <a href=\"/zfxxgk\">信息公开</a></div>\n{page}\n<div class=\"share\">打印本页 关闭窗口\
         </div><div class=\"footer\"><a href=\"/about\">关于我们</a> <a href=\"/map\">网站地图</a> 主办单位：{title}\
         </div>{scripts}"
    )
}

/// A page of a site that is no report.
pub fn notice(rng: &mut Rng) -> String {
    let paragraphs: String = (0..6).map(|_| format!("<p>{}</p>\n", paragraph(rng))).collect();
    format!("<html><head><title>工作动态</title></head><body><h1>召开工作推进会</h1>{paragraphs}</body></html>")
}
